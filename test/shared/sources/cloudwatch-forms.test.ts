import { describe, expect, it } from 'vitest';
import { statisticOf } from '../../../shared/sources/cloudwatch/expression.ts';
import { sourceOf } from '../../../shared/sources/index.ts';
import { NOON } from '../../contracts/examples.ts';

describe('the statistic behind an expression', () => {
  it.each([
    ['SELECT AVG(CPUUtilization) FROM "AWS/EC2"', 'Average'],
    ['select sum(RequestCount) from SCHEMA("AWS/ApplicationELB", LoadBalancer)', 'Sum'],
    ['SELECT COUNT(Latency) FROM Shop', 'SampleCount'],
    ['SELECT MAX(Latency) FROM Shop', 'Maximum'],
    ["SUM(SEARCH('{Shop,Host} MetricName=\"Sum\"', 'Average', 60))", 'Average'],
    ["AVG(SEARCH('{Shop,Host} Load', 'p95'))", 'p95'],
    ["SUM(SEARCH('{Shop,Host} Load', 'Average')) / SUM(SEARCH('{Shop,Host} Jobs', 'Sum'))", 'Sum'],
    ["SERVICE_QUOTA(m1) + INSIGHT_RULE_METRIC('rule', 'Sum')", 'Average'],
  ])('of %s', (expression, statistic) => {
    expect(statisticOf(expression)).toBe(statistic);
  });
});

it('the newest sums of an expression still grow, and are left out', () => {
  const { module, config, settles } = sourceOf({
    cloudwatch: { expression: 'SELECT SUM(RequestCount) FROM Shop', period: 60 },
  });
  const points = [0, 60_000].map((after) => ({ at: NOON + after, value: 1 }));
  expect(settles).toBe(60);
  expect(module.series(points, config, NOON + 179_000)).toEqual(points.slice(0, 1));
});

it('a metric of each worker has neither an alarm nor a recorded past of the group, and is no total', () => {
  const source = {
    namespace: 'Jobs',
    name: 'Done',
    statistic: 'Sum',
    period: 60,
    dimensions: {},
    each: 'worker' as const,
  };
  const { alarm, eachWorker, isTotal, module, config } = sourceOf({ cloudwatch: source });
  expect({ alarm, eachWorker, isTotal }).toEqual({ alarm: null, eachWorker: 'always', isTotal: false });
  expect(module.recordings(config).own).toBeNull();
});
