import { describe, expect, test } from 'vitest';
import { metricChecks, metricRequests } from '../../../../shared/operations/preflight/metrics.ts';
import { type Policy, parsePolicy } from '../../../../shared/policy/index.ts';
import { ReadFailure, type Readouts } from '../../../../shared/sources/index.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;

const policy = ((): Policy => {
  const parsed = parsePolicy({
    group: 'web',
    capacity: { min: 1, max: 5 },
    metrics: {
      load: { cloudwatch: { namespace: 'Test', name: 'load' } },
      jobs: { sqs: { queue: 'jobs' } },
      each: { formula: 'jobs / workers' },
    },
    rules: [],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
})();

const everyMinutes = (minutes: number, until = NOW - MINUTE) =>
  Array.from({ length: 10 }, (_, index) => ({ at: until - (9 - index) * minutes * MINUTE, value: 1 }));

const JOBS = [{ at: NOW, value: 3 }];
type Known = Readonly<Record<string, boolean>>;

function found(read: Record<string, Readouts extends ReadonlyMap<string, infer R> ? R : never>, known: Known = {}) {
  const checks = metricChecks(policy, new Map(Object.entries(read)), new Map(Object.entries(known)), NOW);
  return checks.map(({ verdict, reason }) => `${verdict} ${reason.code}`);
}

describe('the checks of metrics', () => {
  test('ask only for metrics that a source answers', () => {
    expect(metricRequests(policy).map(({ key }) => key)).toEqual(['load', 'jobs']);
  });

  test('pass with values at the period', () => {
    expect(found({ load: everyMinutes(1), jobs: JOBS })).toEqual(['ok preflight-metric', 'ok preflight-metric']);
  });

  test('warn about values that come every five minutes, where the period is one', () => {
    expect(found({ load: everyMinutes(5), jobs: JOBS })[0]).toBe('warning preflight-metric-sparse');
  });

  test('warn about a newest value that is too old', () => {
    expect(found({ load: everyMinutes(1, NOW - 30 * MINUTE), jobs: JOBS })[0]).toBe('warning preflight-metric-stale');
  });

  test('distinguish a metric that nobody publishes from one without recent values', () => {
    expect(found({ load: [], jobs: JOBS }, { load: false })[0]).toBe('warning preflight-metric-unknown');
    expect(found({ load: [], jobs: JOBS }, { load: true })[0]).toBe('warning preflight-metric-empty');
  });

  test('a queue that does not exist is a blocker', () => {
    const jobs = new ReadFailure('QueueDoesNotExist', 'no such queue');
    expect(found({ load: everyMinutes(1), jobs })[1]).toBe('blocker preflight-metric-unreadable');
  });

  test('a queue that you may not read blocks nothing, because the functions may', () => {
    const jobs = new ReadFailure('AccessDenied', 'no');
    expect(found({ load: everyMinutes(1), jobs })[1]).toBe('warning preflight-metric-unread');
  });
});
