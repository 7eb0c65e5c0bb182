import { describe, expect, it } from 'vitest';
import { alarmFields, isUpToDate } from '../../../../shared/aws/cloudwatch/alarm-fields.ts';
import type { BoundAlarm } from '../../../../shared/evaluation/ports.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';
const fields = (change: Partial<Omit<BoundAlarm, 'source'>> = {}, source: Partial<BoundAlarm['source']> = {}) =>
  alarmFields('production', TOPIC, {
    group: 'ci',
    rule: 'cpu',
    side: 'high',
    for: 60,
    bound: 66,
    ...change,
    source: {
      namespace: 'AWS/EC2',
      name: 'CPUUtilization',
      statistic: 'Average',
      period: 60,
      dimensions: {},
      ...source,
    },
  });

describe('an alarm on a bound', () => {
  it('has group, rule and side in its name, and the runbook in its description', () => {
    expect(fields().AlarmName).toBe('headcount/production/ci/cpu/high');
    expect(fields().AlarmDescription).toMatch(/ci.*cpu.*docs\/how-to\/runbook\.md/);
  });

  it('fires when the metric passes the bound, not when it equals it', () => {
    expect(fields().ComparisonOperator).toBe('GreaterThanThreshold');
    expect(fields({ side: 'low' }).ComparisonOperator).toBe('LessThanThreshold');
  });

  it('fires when the metric equals an inclusive bound', () => {
    expect(fields({ inclusive: true }).ComparisonOperator).toBe('GreaterThanOrEqualToThreshold');
    expect(fields({ inclusive: true, side: 'low' }).ComparisonOperator).toBe('LessThanOrEqualToThreshold');
  });

  it('publishes ALARM and OK, and ignores missing data', () => {
    expect(fields()).toMatchObject({
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
      ActionsEnabled: true,
      TreatMissingData: 'missing',
    });
  });

  it.each([
    [0, 60, 1],
    [60, 60, 1],
    [61, 60, 2],
    [300, 60, 5],
    [60, 300, 1],
  ])('for %i s with a period of %i s requires %i periods', (seconds, period, periods) => {
    expect(fields({ for: seconds }, { period })).toMatchObject({
      Period: period,
      EvaluationPeriods: periods,
      DatapointsToAlarm: periods,
    });
  });

  it('respects the limits of an alarm: periods of 10 s, a day, a week with hourly periods', () => {
    expect(fields({ for: 30 }, { period: 5 })).toMatchObject({ Period: 10, EvaluationPeriods: 3 });
    expect(fields({ for: 86_400 }, { period: 420 })).toMatchObject({ Period: 420, EvaluationPeriods: 205 });
    expect(fields({ for: 172_800 })).toMatchObject({ Period: 60, EvaluationPeriods: 1440 });
    expect(fields({ for: 1_000_000 }, { period: 3600 })).toMatchObject({ Period: 3600, EvaluationPeriods: 168 });
  });

  it.each(['p95', 'tm90', 'IQM'])('uses %s as an extended statistic', (statistic) => {
    expect(fields({}, { statistic })).toMatchObject({ ExtendedStatistic: statistic });
    expect(fields({}, { statistic })).not.toHaveProperty('Statistic');
  });

  it('is up to date in any order of dimensions and with other fields', () => {
    const wanted = fields({}, { dimensions: { B: '2', A: '1' } });
    const { Dimensions = [], ...rest } = wanted;
    const existing = { ...rest, Dimensions: Dimensions.toReversed(), StateValue: 'OK' as const };
    expect(isUpToDate(wanted, existing)).toBe(true);
    expect(isUpToDate(wanted, { ...existing, OKActions: [] })).toBe(false);
    expect(isUpToDate(wanted, { ...existing, ActionsEnabled: false })).toBe(false);
    expect(isUpToDate(wanted, { ...existing, Dimensions: [] })).toBe(false);
  });
});
