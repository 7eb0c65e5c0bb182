import { describe, expect, test } from 'vitest';
import { decide } from '../../../../shared/decision/index.ts';
import { parseObservation, parsePolicy } from '../../../../shared/policy/index.ts';
import { sentence } from '../../../../shared/presentation/index.ts';

const NOW = '2026-11-21T12:00:00Z';
const FAST = { cooldown: 0, stabilization: 0, limits: [] };

/** So many workers that report busy and idle, and that report nothing. */
const workers = (busy: number, idle: number, silent = 0) =>
  [...Array<boolean>(busy).fill(true), ...Array<boolean>(idle).fill(false), ...Array<null>(silent).fill(null)].map(
    (at, index) => ({ id: `i-${index}`, state: 'ready' as const, ...(at !== null && { busy: at }) }),
  );

function decided(policy: object, seen: { workers: object; metrics?: Record<string, number>; desired?: number }) {
  const parsed = parsePolicy({
    ...{ group: 'ci', capacity: { min: 0, max: 50 }, behavior: { out: FAST, in: FAST } },
    ...policy,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const metrics = Object.entries(seen.metrics ?? {}).map(([name, value]) => [name, [{ at: NOW, value }]]);
  const observation = parseObservation({
    ...{ now: NOW, workers: seen.workers, metrics: Object.fromEntries(metrics) },
    ...(seen.desired !== undefined && { desired: seen.desired }),
  });
  if (!observation.ok) throw new Error(JSON.stringify(observation.faults));
  return decide(parsed.value, observation.value);
}

const sqs = { jobs: { sqs: { queue: 'jobs' } } };
const visible = {
  jobs: { cloudwatch: { namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', statistic: 'Maximum' } },
};
const backlog = { kind: 'backlog', metric: 'jobs', perWorker: 1 };
const deadline = { kind: 'deadline', metric: 'jobs', taskSeconds: 600, startWithin: '1m', boot: 60 };

describe('a backlog of waiting tasks', () => {
  test.each([
    ['sqs', sqs],
    ['cloudwatch', visible],
  ])('adds the busy workers: %s', (_, metrics) => {
    const decision = decided({ metrics, rules: [backlog] }, { workers: workers(10, 0), metrics: { jobs: 2 } });
    expect(decision).toMatchObject({ direction: 'out', desired: 12 });
    expect(sentence(decision.reason)).toContain('jobs 2 and 10 busy');
  });

  test('keeps idle workers that can take them', () => {
    const seen = { workers: workers(8, 2), metrics: { jobs: 2 } };
    expect(decided({ metrics: sqs, rules: [backlog] }, seen)).toMatchObject({ direction: 'hold', desired: 10 });
    const many = decided({ metrics: sqs, rules: [{ ...backlog, perWorker: 5 }] }, seen);
    expect(many).toMatchObject({ direction: 'hold', desired: 10, proposal: 10 });
    expect(sentence(many.reason)).toContain('10 workers are busy, or idle while tasks wait');
  });

  test('keeps no more idle workers than tasks wait, and none when nothing waits', () => {
    const rules = [{ ...backlog, perWorker: 5 }];
    const proposed = (jobs: number) => decided({ metrics: sqs, rules }, { workers: workers(2, 8), metrics: { jobs } });
    expect(proposed(3)).toMatchObject({ direction: 'in', desired: 5 });
    expect(proposed(0)).toMatchObject({ direction: 'in', desired: 2 });
  });

  test.each<[string, object, object]>([
    ['no worker reports', { metrics: sqs, rules: [backlog] }, workers(0, 0, 10)],
    ['the workers are given as counts', { metrics: sqs, rules: [backlog] }, { ready: 10 }],
    [
      'all tasks are counted',
      { metrics: { jobs: { sqs: { queue: 'jobs', count: 'all' } } }, rules: [backlog] },
      workers(1, 9),
    ],
    ['the source says nothing', { metrics: { jobs: { pushed: {} } }, rules: [backlog] }, workers(1, 9)],
    ['the policy defines no metrics', { rules: [backlog] }, workers(1, 9)],
  ])('alone counts when %s', (_, policy, there) => {
    expect(decided(policy, { workers: there, metrics: { jobs: 2 } }).proposal).toBe(2);
  });

  test('with `running` counts each task once', () => {
    const metrics = { ...sqs, running: { sqs: { queue: 'jobs', count: 'inFlight' } } };
    const policy = { metrics, rules: [{ ...backlog, running: 'running' }] };
    expect(decided(policy, { workers: workers(10, 0), metrics: { jobs: 2, running: 10 } }).proposal).toBe(12);
  });

  test('does not count the tasks of draining workers', () => {
    const there = workers(4, 0).map((each, index) => (index === 0 ? { ...each, state: 'draining' as const } : each));
    expect(decided({ metrics: sqs, rules: [backlog] }, { workers: there, metrics: { jobs: 2 } }).proposal).toBe(5);
  });
});

describe('a deadline on waiting tasks', () => {
  const policy = { metrics: sqs, rules: [deadline], warmup: 0 };

  test('takes the busy workers for running tasks', () => {
    const proposed = (busy: number, idle: number) =>
      decided(policy, { workers: workers(busy, idle), metrics: { jobs: 4 } }).proposal ?? 0;
    // Ten idle workers start the four tasks at once; ten that are at long tasks start none.
    expect(proposed(0, 10)).toBeLessThanOrEqual(10);
    expect(proposed(10, 0)).toBeGreaterThan(10);
  });

  test('keeps idle workers while tasks wait, and none after that', () => {
    const rules = [{ ...deadline, taskSeconds: 1, startWithin: '1h' }];
    const proposed = (jobs: number) =>
      decided({ metrics: sqs, rules }, { workers: workers(2, 4), metrics: { jobs } }).proposal;
    expect(proposed(3)).toBe(5);
    expect(proposed(0)).toBeLessThan(3);
  });
});

describe('formulas', () => {
  const metrics = { ...sqs, work: { formula: 'jobs + busy' }, coming: { formula: 'jobs + pending' } };
  const of = (metric: string) => ({ metrics, rules: [{ kind: 'backlog', metric, perWorker: 1 }] });

  test('read busy and pending', () => {
    expect(decided(of('work'), { workers: workers(3, 1), metrics: { jobs: 2 } }).proposal).toBe(5);
    const there = [...workers(1, 0), { id: 'p', state: 'pending' as const }];
    expect(decided(of('coming'), { workers: there, metrics: { jobs: 2 } }).proposal).toBe(3);
  });

  test('busy is missing data while workers serve that do not report, and 0 while none serves', () => {
    expect(decided(of('work'), { workers: workers(0, 0, 3), metrics: { jobs: 2 } })).toMatchObject({ blind: ['work'] });
    expect(decided(of('work'), { workers: [], metrics: { jobs: 2 } }).proposal).toBe(2);
    expect(decided(of('work'), { workers: [{ id: 'p', state: 'pending' }], metrics: { jobs: 2 } }).proposal).toBe(2);
  });

  test('a metric of that name is meant where the policy has one', () => {
    const own = { ...metrics, busy: { pushed: {} } };
    const policy = { metrics: own, rules: [{ kind: 'backlog', metric: 'work', perWorker: 1 }] };
    expect(decided(policy, { workers: workers(3, 1), metrics: { jobs: 2, busy: 7 } }).proposal).toBe(9);
  });
});

describe('spare workers', () => {
  const spared = (spare: number, rules: object[] = [backlog], max = 50) => ({
    ...{ capacity: { min: 0, max, spare }, metrics: sqs, rules },
  });

  test('are beyond those that are busy', () => {
    const decision = decided(spared(3), { workers: workers(4, 0), metrics: { jobs: 0 } });
    expect(decision).toMatchObject({ direction: 'out', desired: 7, proposal: 7, blockedBy: null });
    expect(decision.trace).toContainEqual(expect.objectContaining({ stage: 'spare', proposed: 7 }));
    expect(sentence(decision.reason)).toBe(
      'Scale out 4 → 7. Rules asked for 4 (jobs 0 and 4 busy, 1 per worker). 4 busy and 3 spare.',
    );
  });

  test('are beyond what the rules ask for where no worker reports', () => {
    expect(decided(spared(3), { workers: workers(0, 0, 4), metrics: { jobs: 4 } })).toMatchObject({ desired: 7 });
    expect(decided(spared(3), { workers: { ready: 4 }, metrics: { jobs: 4 } })).toMatchObject({ desired: 7 });
    expect(decided(spared(3), { workers: [], metrics: { jobs: 0 } })).toMatchObject({ desired: 3 });
  });

  test('change nothing where the rules ask for more', () => {
    const decision = decided(spared(3), { workers: workers(4, 0), metrics: { jobs: 9 } });
    expect(decision).toMatchObject({ desired: 13 });
    expect(decision.trace.map(({ stage }) => stage)).not.toContain('spare');
  });

  test('stay within the maximum', () => {
    const decision = decided(spared(3, [backlog], 5), { workers: workers(4, 0), metrics: { jobs: 0 } });
    expect(decision).toMatchObject({ desired: 5, blockedBy: 'at-max' });
  });

  test('are what is left when the group scales in', () => {
    expect(decided(spared(3), { workers: workers(2, 8), metrics: { jobs: 0 } })).toMatchObject({
      ...{ direction: 'in', desired: 5 },
    });
  });

  test('are kept without data and without rules', () => {
    expect(decided(spared(3), { workers: workers(4, 0) })).toMatchObject({ desired: 7, blockedBy: null });
    expect(decided(spared(3, []), { workers: workers(4, 0) })).toMatchObject({ desired: 7 });
    expect(decided(spared(3), { workers: workers(0, 0, 4) })).toMatchObject({ desired: 4, blockedBy: 'missing-data' });
  });

  test('are those of the open window, also fewer than otherwise', () => {
    const window = { cron: '0 11 * * *', lasts: '2h', spare: 1 };
    const policy = (cron: string) => spared(3, [backlog, { kind: 'schedule', windows: [{ ...window, cron }] }]);
    const seen = { workers: workers(4, 0), metrics: { jobs: 0 } };
    expect(decided(policy('0 11 * * *'), seen)).toMatchObject({ desired: 5 });
    expect(decided(policy('0 13 * * *'), seen)).toMatchObject({ desired: 7 });
  });

  test('survive the stabilization of scale-out', () => {
    const behavior = { out: { ...FAST, stabilization: 60 }, in: FAST };
    const first = decided({ ...spared(3), behavior }, { workers: workers(4, 0), metrics: { jobs: 0 } });
    expect(first).toMatchObject({ proposal: 7, blockedBy: 'stabilization' });
  });
});

describe('idle workers of a queue', () => {
  const lastInAt = '2026-11-21T11:59:00Z';
  const group = { metrics: sqs, rules: [backlog], behavior: { in: { stabilization: 0 } } };
  const seen = { now: NOW, workers: workers(2, 8), metrics: { jobs: [{ at: NOW, value: 0 }] }, history: { lastInAt } };
  const decidedAfter = (policy: object, observed: object = seen) => {
    const parsed = parsePolicy({ group: 'ci', capacity: { min: 0, max: 50 }, ...policy });
    const observation = parseObservation(observed);
    if (!parsed.ok || !observation.ok) throw new Error(JSON.stringify([parsed, observation]));
    return decide(parsed.value, observation.value);
  };

  test('go at once: the limits and the cooldown of the profile do not hold them', () => {
    expect(decidedAfter(group)).toMatchObject({ direction: 'in', desired: 2, blockedBy: null });
  });

  test('are all that goes: workers that report nothing wait as before', () => {
    const silent = workers(0, 0, 5).map((each) => ({ ...each, id: `silent-${each.id}` }));
    const observed = { ...seen, workers: [...workers(2, 3), ...silent] };
    expect(decidedAfter(group, observed)).toMatchObject({ direction: 'in', desired: 7, blockedBy: 'cooldown' });
  });

  test.each<[string, object]>([
    ['a written cooldown', { ...group, behavior: { in: { stabilization: 0, cooldown: '5m' } } }],
    ['written limits', { ...group, behavior: { in: { stabilization: 0, limits: [] } } }],
    ['`idle: limited`', { ...group, behavior: { in: { stabilization: 0, idle: 'limited' } } }],
    [
      'a rule that is not on a queue',
      {
        ...{ ...group, metrics: { ...sqs, cpu: { pushed: {} } } },
        rules: [backlog, { kind: 'target', metric: 'cpu', value: 60 }],
      },
    ],
  ])('wait for the cooldown with %s', (_, policy) => {
    const observed = { ...seen, metrics: { ...seen.metrics, cpu: [{ at: NOW, value: 1 }] } };
    expect(decidedAfter(policy, observed)).toMatchObject({ direction: 'hold', blockedBy: 'cooldown' });
  });
});
