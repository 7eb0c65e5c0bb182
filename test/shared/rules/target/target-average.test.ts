import { describe, expect, it } from 'vitest';
import { decided, decides, type Seen, said, toldAt, type WrittenPolicy, workersOf } from '../../decision/builders.ts';

const cpu: WrittenPolicy = { rules: [{ kind: 'target', metric: 'cpu', value: 60 }] };
const told = (policy: WrittenPolicy, seen: Seen): string => toldAt(decided(policy, seen), 'rule:cpu');

describe('an average removes no workers while others start', () => {
  it.each([
    [{ ready: 8, warming: 2 }, 30, 10, '2 workers'],
    [{ ready: 9, pending: 1 }, 30, 10, '1 worker'],
  ])('%j', (workers, value, desired, starting) => {
    const seen = { desired: 10, workers, metrics: { cpu: value } };
    expect(decided(cpu, seen).desired).toBe(desired);
    expect(told(cpu, seen)).toContain(starting);
  });

  it('and the sentence says so in brief', () => {
    expect(said(decided(cpu, { desired: 10, workers: { ready: 8, warming: 2 }, metrics: { cpu: 30 } }))).toMatch(
      /^Hold at 10\. Rules asked for 10 \(cpu 30 over the 8 workers that served .*: 2 workers are starting or warming up\)\.$/,
    );
  });

  it('and the reason names them only if workers would be removed', () => {
    const seen = { desired: 4, workers: { ready: 4, warming: 1 }, metrics: { cpu: 48 } };
    expect(told(cpu, seen)).toMatch(/: 4 workers × 0.8 = 4$/);
  });
});

describe('the reason counts the workers whose average it is', () => {
  it.each([
    ['unhealthy ones are in it', { ready: 3, unhealthy: 1 }, 'cpu 120, target 60: 4 workers × 2 = 8'],
    ['it needs no times if none warm up', { ready: 4 }, 'cpu 120, target 60: 4 workers × 2 = 8'],
  ])('%s', (_, workers, sentence) => {
    expect(told(cpu, { desired: 4, workers, metrics: { cpu: 120 } })).toBe(sentence);
  });
});

it('one worker is written in the singular', () => {
  expect(told(cpu, { desired: 3, workers: { ready: 1, warming: 2 }, metrics: { cpu: 240 } })).toBe(
    'cpu 240 over the one worker that served from 11:59 to 12:00 UTC, target 60: 1 worker × 4 = 4',
  );
});

describe('an empty group starts if a formula over its size is above its target', () => {
  const jobs = (formula: string, value: number, max = 100): WrittenPolicy => ({
    capacity: { min: 0, max },
    metrics: { cpu: { formula }, queued: { pushed: {} } },
    rules: [{ kind: 'target', metric: 'cpu', value }],
  });
  const empty = (queued: number): Seen => ({ desired: 0, workers: { ready: 0 }, metrics: { queued } });

  decides([
    {
      name: 'with the fewest workers that reach the target',
      policy: jobs('queued / ready', 10),
      seen: empty(95),
      gives: 10,
    },
    { name: 'with one if one is enough', policy: jobs('queued / ready', 10), seen: empty(10), gives: 1 },
    {
      name: 'with the maximum if more would be needed',
      policy: jobs('queued / ready', 10, 7),
      seen: empty(95),
      gives: 7,
    },
    { name: 'with the only worker that it may have', policy: jobs('queued / ready', 10, 1), seen: empty(95), gives: 1 },
    {
      name: 'not if more workers make it worse and one is too many',
      policy: jobs('queued * ready', 10),
      seen: empty(95),
      gives: 0,
    },
    { name: 'not if its size changes nothing', policy: jobs('queued + 0 * ready', 10), seen: empty(95), gives: 0 },
    {
      name: 'with one if more would only make it worse',
      policy: jobs('queued * max(1, ready)', 10),
      seen: empty(5),
      gives: 1,
    },
    { name: 'not if it may have no workers', policy: jobs('queued / ready', 10, 0), seen: empty(95), gives: 0 },
    { name: 'not if the formula is zero', policy: jobs('queued / ready', 10), seen: empty(0), gives: 0 },
  ]);

  it('and the sentence says so', () => {
    expect(told(jobs('queued / ready', 10), empty(95))).toBe(
      'cpu 95, target 10, no workers: with 10 workers it meets its target',
    );
    expect(said(decided(jobs('queued / ready', 10), empty(95)))).toContain('(cpu 95, target 10, no workers)');
    expect(told(jobs('queued / ready', 10, 7), empty(70))).toContain('with 7 workers it meets its target');
    expect(told(jobs('queued / ready', 10, 0), empty(95))).not.toContain('0 workers');
    expect(told(jobs('queued / ready', 10, 7), empty(95))).toBe(
      'cpu 95, target 10, no workers: even with 7 workers, the maximum, it would be above its target',
    );
  });
});

describe('values of single workers, if unhealthy ones have no value', () => {
  const policy: WrittenPolicy = { rules: [{ kind: 'target', metric: 'cpu', value: 60, per: 'group' }] };
  const ready = (count: number, value: number) => workersOf(count, 'ready', { metrics: { cpu: value } });
  const sick = (count: number, value?: number) =>
    workersOf(count, 'unhealthy', value === undefined ? {} : { metrics: { cpu: value } });

  decides([
    {
      name: 'the healthy ones need as many as there are, so the unhealthy ones are added',
      policy,
      seen: { desired: 4, workers: [...ready(2, 120), ...sick(2)] },
      gives: 6,
    },
    {
      name: 'the healthy ones are as many as needed',
      policy,
      seen: { desired: 4, workers: [...ready(2, 60), ...sick(2)] },
      gives: 4,
    },
    {
      name: 'more are needed than there are',
      policy,
      seen: { desired: 3, workers: [...ready(2, 120), ...sick(1)] },
      gives: 4,
    },
    {
      name: 'an unhealthy worker with a value is counted by it',
      policy,
      seen: { desired: 4, workers: [...ready(2, 120), ...sick(2, 0)] },
      gives: 4,
    },
    {
      name: 'a worker that is still to be launched counts as healthy',
      policy,
      seen: { desired: 5, workers: [...ready(2, 120), ...sick(2)] },
      gives: 6,
    },
    {
      name: 'unhealthy workers with values are not added, also if as many are needed as there are',
      policy,
      seen: { desired: 6, workers: [...ready(2, 180), ...sick(2, 0)] },
      gives: 6,
    },
    {
      name: 'unhealthy workers are not added if a healthy one has no value',
      policy,
      seen: { desired: 6, workers: [...ready(2, 180), { id: 'unmeasured', state: 'ready' }, ...sick(1, 0)] },
      gives: 6,
    },
    {
      name: 'fewer are needed than there are healthy ones',
      policy,
      seen: { desired: 10, workers: [...ready(4, 90), ...sick(1)] },
      gives: 10,
    },
    {
      name: 'below the target, unhealthy workers add nothing',
      policy,
      seen: { desired: 4, workers: [...ready(3, 40), ...sick(1)] },
      gives: 2,
    },
  ]);

  it('the reason says how many are unhealthy', () => {
    expect(told(policy, { desired: 3, workers: [...ready(2, 90), ...sick(1)] })).toBe(
      "cpu 90 on 2 workers, target 60: 2 workers × 1.5 = 3, plus 1 unhealthy one that doesn't count: 4",
    );
    expect(said(decided(policy, { desired: 3, workers: [...ready(2, 90), ...sick(1)] }))).toContain(
      '(cpu 90, target 60, not counting 1 unhealthy)',
    );
    expect(told(policy, { desired: 4, workers: [...ready(2, 120), ...sick(2)] })).toBe(
      "cpu 120 on 2 workers, target 60: 2 workers × 2 = 4, plus 2 unhealthy ones that don't count: 6",
    );
  });
});
