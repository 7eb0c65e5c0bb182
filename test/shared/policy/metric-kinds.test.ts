import { describe, expect, it } from 'vitest';
import {
  comesByMinute,
  evaluatedEvery,
  hasUsualAge,
  isAverage,
  type PolicyDocument,
  parsePolicy,
} from '../../../shared/policy/index.ts';
import { isCounted } from '../../../shared/policy/metrics.ts';

/** The metric `load`, and two others that formulas read. */
function metricsOf(written: object) {
  const metrics = { ...{ load: written }, cpu: cloudwatch('CPUUtilization'), jobs: { sqs: { queue: 'jobs' } } };
  const parsed = parsePolicy({ group: 'web', capacity: { min: 0, max: 9 }, metrics } as PolicyDocument);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value.metrics;
}
function cloudwatch(name: string, more: object = {}) {
  return { cloudwatch: { namespace: 'Shop', name, ...more } };
}

describe('a metric is an average over the workers', () => {
  it.each([
    ['by its name', cloudwatch('CPUUtilization'), true],
    ['not if its name says that it counts', cloudwatch('OrdersPending'), false],
    ['if it counts for each worker', cloudwatch('MessagesPerWorker'), true],
    ['not if it is timed', cloudwatch('ResponseTime'), false],
    ['not if it is timed, whatever waits so long', cloudwatch('QueueLatency'), false],
    ['not if it counts a queue', { sqs: { queue: 'jobs', count: 'all' } }, false],
    ['if its formula reads the size of the group', { formula: 'jobs / max(1, workers)' }, true],
    ['not if its formula does not', { formula: 'cpu * 2' }, false],
  ])('%s', (_, written, expected) => {
    expect(isAverage('load', metricsOf(written))).toBe(expected);
  });

  it('if only the observation knows it, by its own name', () => {
    expect(['cpu_usage', 'jobs', 'latency', 'requests'].map((name) => isAverage(name, {}))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('the age of a metric is the usual one', () => {
  const isUsual = (written: object) => hasUsualAge(metricsOf(written)['load']);

  it('unless another one is written', () => {
    expect(hasUsualAge(undefined)).toBe(true);
    // Three periods.
    expect(isUsual(cloudwatch('CPUUtilization'))).toBe(true);
    expect([179, 180, 181].map((maxAge) => isUsual({ ...cloudwatch('CPUUtilization'), maxAge }))).toEqual([
      false,
      true,
      false,
    ]);
    const coarse = cloudwatch('CPUUtilization', { period: 300 });
    expect([180, 900].map((maxAge) => isUsual({ ...coarse, maxAge }))).toEqual([false, true]);
    // Earlier policies have three periods, however short.
    const fine = cloudwatch('CPUUtilization', { period: 10 });
    expect([30, 300, 180].map((maxAge) => isUsual({ ...fine, maxAge }))).toEqual([true, true, false]);
  });
});

it('a group is evaluated at most as far apart as its policy asks, evenly within a minute, or every few whole minutes', () => {
  expect([10, 25, 31, 59, 60, 61, 119, 120, 300].map(evaluatedEvery)).toEqual([10, 20, 30, 30, 60, 60, 60, 120, 300]);
});

it.each<[string, object, boolean]>([
  ['CloudWatch has a value for each minute', cloudwatch('CPUUtilization'), true],
  ['the period is five minutes', cloudwatch('CPUUtilization', { period: 300 }), false],
  ['the period is ten seconds', cloudwatch('CPUUtilization', { period: 10 }), false],
  ['a queue is counted when it is read', { sqs: { queue: 'jobs' } }, false],
  ['values are pushed', { pushed: {} }, false],
  ['a formula computes it', { formula: 'cpu * 2' }, false],
])('whether a metric comes by the minute: %s', (_, written, expected) => {
  expect(comesByMinute('load', metricsOf(written))).toBe(expected);
});

it('a metric that is not defined does not come by the minute', () => {
  expect(comesByMinute('other', metricsOf({ pushed: {} }))).toBe(false);
});

it.each<[string, object, boolean]>([
  ['a queue, whatever the metric is called', { sqs: { queue: 'jobs' } }, true],
  ['pushed values by their name', { pushed: {} }, false],
  ['a formula', { formula: 'jobs * 2' }, false],
])('what counts work of the whole group: %s', (_, written, expected) => {
  expect(isCounted('load', metricsOf(written))).toBe(expected);
});
