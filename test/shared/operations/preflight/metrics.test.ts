import { describe, expect, test } from 'vitest';
import { metricChecks, metricRequests } from '../../../../shared/operations/preflight/metrics.ts';
import { sumChecks } from '../../../../shared/operations/preflight/sums.ts';
import { type Policy, parsePolicy } from '../../../../shared/policy/index.ts';
import { sentence } from '../../../../shared/presentation/index.ts';
import { ReadFailure, type Readouts, WorkerReadout } from '../../../../shared/sources/index.ts';
import { readFailure, unanswered, unansweredBecause } from '../../../../shared/sources/reading/read-failure.ts';

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

  test('mention metrics that workers publish only if the group may have no workers', () => {
    const read = new Map([['load', []]]);
    const remedyOf = (min: number) =>
      metricChecks({ ...policy, capacity: { ...policy.capacity, min } }, read, new Map(), NOW)[0]?.remedy;
    expect(remedyOf(0)).toEqual({ code: 'remedy-metric-publish', params: { fromZero: true } });
    expect(remedyOf(1)).toEqual({ code: 'remedy-metric-publish', params: {} });
  });

  test('a source that rejects the request is a blocker', () => {
    const jobs = new ReadFailure('QueueDoesNotExist', 'no such queue');
    expect(found({ load: everyMinutes(1), jobs })[1]).toBe('blocker preflight-metric-unreadable');
  });

  test('a failure is shown with what the source answered, and without the name of a plain error', () => {
    const textOf = (error: Error) => {
      const [check] = metricChecks(policy, new Map([['load', readFailure(error)]]), new Map(), NOW);
      return check && sentence(check.reason);
    };
    const unread = 'Not checked: metric load could not be read from cloudwatch';
    expect(textOf(new Error('the gauge is\nfrozen.'))).toBe(`${unread}: the gauge is frozen.`);
    expect(textOf(new TypeError('no gauge'))).toBe(`${unread}: TypeError (no gauge).`);
  });

  test('a source that does not answer now, or denies you access, blocks nothing', () => {
    const jobs = unanswered('AccessDenied');
    expect(found({ load: everyMinutes(1), jobs })[1]).toBe('warning preflight-metric-unread');
    expect(found({ load: everyMinutes(1) })[1]).toBe('warning preflight-metric-unread');
  });
});

describe('a metric of each worker', () => {
  const ofWorkers = (() => {
    const metrics = {
      cpu: { cloudwatch: { namespace: 'AWS/EC2', name: 'CPUUtilization', period: 300, each: 'worker' } },
    };
    const parsed = parsePolicy({ group: 'web', capacity: { min: 1, max: 5 }, metrics, rules: [] });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    return parsed.value;
  })();
  const checked = (workers: Record<string, typeof JOBS>) => {
    const read = new Map([['cpu', new WorkerReadout([], new Map(Object.entries(workers)))]]);
    return metricChecks(ofWorkers, read, new Map(), NOW).map(({ verdict, reason }) => `${verdict} ${reason.code}`);
  };

  test('is read for the workers that there are', () => {
    expect(metricRequests(ofWorkers, ['i-1', 'i-2']).map(({ workers }) => workers)).toEqual([['i-1', 'i-2']]);
    expect(metricRequests(policy, ['i-1']).some(({ workers }) => workers !== undefined)).toBe(false);
  });

  test('passes if one of them has values, and warns if none has', () => {
    expect(checked({ 'i-1': [], 'i-2': everyMinutes(5) })).toEqual(['ok preflight-metric']);
    expect(checked({ 'i-1': [], 'i-2': [] })).toEqual(['warning preflight-metric-empty']);
  });
});

test('a failure that says what to do is an error with this remedy', () => {
  const reason = { code: 'prometheus-no-series', params: {} };
  const [check] = metricChecks(
    policy,
    new Map([['load', new ReadFailure(reason.code, '', undefined, reason)]]),
    new Map(),
    NOW,
  );
  expect(check).toMatchObject({ reason: { code: 'preflight-metric-unreadable' }, remedy: reason });
});

test('a failure of a source that gives no answer now is a warning with its remedy', () => {
  const reason = { code: 'prometheus-timeout', params: { seconds: 5 } };
  const [check] = metricChecks(policy, new Map([['load', unansweredBecause(reason)]]), new Map(), NOW);
  expect(check).toMatchObject({ verdict: 'warning', reason: { code: 'preflight-metric-unread' }, remedy: reason });
});

describe('a rule on the sum of a minute', () => {
  const sums = (perWorker: number, newest: number, more: object = {}) => {
    const parsed = parsePolicy({
      ...{ group: 'web', capacity: { min: 1, max: 20 } },
      metrics: {
        requests: { cloudwatch: { namespace: 'Test', name: 'requests', statistic: 'Sum', period: 60, ...more } },
      },
      rules: [{ kind: 'objective', metric: 'requests', perWorker }],
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    return sumChecks(parsed.value, new Map([['requests', [{ at: NOW, value: newest }]]]));
  };

  test('has a warning if it asks for 60 times as many workers as with a rate', () => {
    // 200 requests a second are 12,000 a minute: 10 workers of 20 a second.
    expect(sums(20, 12_000)).toMatchObject([
      {
        verdict: 'warning',
        reason: { code: 'preflight-sum-as-rate', params: { rule: 'requests', asked: 600, max: 20 } },
        remedy: { code: 'remedy-sum-as-rate', params: { asked: 10, period: 60 } },
      },
    ]);
  });

  test.each([
    ['with the figure of a minute', sums(1200, 12_000)],
    ['with few workers for slow requests', sums(20, 300)],
    ['with more than even a rate would ask for', sums(20, 60_000)],
    ['with an average', sums(20, 12_000, { statistic: 'Average' })],
    ['for connections that exist now', sums(20, 12_000, { name: 'ActiveConnectionCount' })],
  ])('has no warning %s', (_, checks) => expect(checks).toEqual([]));
});

test('credentials that have expired meanwhile say nothing about the metric', () => {
  const error = Object.assign(new Error('expired'), {
    name: 'ExpiredTokenException',
    $metadata: { httpStatusCode: 400 },
  });
  const jobs = readFailure(error);
  const [, check] = metricChecks(policy, new Map([['jobs', jobs]]), new Map(), NOW);
  expect(check).toMatchObject({ verdict: 'warning', remedy: { code: 'remedy-renew' } });
});
