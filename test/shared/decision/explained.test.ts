import { describe, expect, it } from 'vitest';
import { phrase } from '../../../shared/presentation/index.ts';
import { ago, decided, said, type WrittenPolicy } from './builders.ts';

const cpu = { kind: 'target' as const, metric: 'cpu', value: 60 };
const jobs = { kind: 'backlog' as const, metric: 'jobs', perWorker: 10 };
const bounded: WrittenPolicy = { rules: [cpu, jobs], capacity: { min: 2, max: 12 } };

describe('a decision', () => {
  it('has a trace with every step in order and its number', () => {
    const decision = decided(
      { ...bounded, behavior: { out: { limits: [{ percent: 100, every: 60 }] } }, guards: { floor: 3 } },
      { desired: 7, metrics: { cpu: 71.2, jobs: 300 } },
    );
    expect(decision.trace.map(({ reason, ...entry }) => ({ ...entry, because: phrase(reason) }))).toEqual([
      { stage: 'rule:cpu', proposed: 9, because: 'cpu 71.2, target 60: 7 workers × 1.187 = 9' },
      { stage: 'rule:jobs', proposed: 30, because: 'jobs 300, 10 per worker: 30 workers' },
      { stage: 'combine', proposed: 30, because: 'jobs made the largest of 2 proposals' },
      {
        stage: 'limits',
        proposed: 14,
        because: 'Limited to 100 % per 60 s: 7 → 14; no more until 2026-11-21 12:01:00 UTC (60 s left)',
      },
      { stage: 'bounds', proposed: 12, because: 'At the maximum, 12' },
    ]);
    expect(decision).toMatchObject({
      group: 'fleet',
      direction: 'out',
      current: 7,
      desired: 12,
      change: 5,
      blockedBy: 'at-max',
      reason: { code: 'at-max', params: { current: 7, desired: 12, proposal: 30 } },
    });
    expect(said(decision)).toBe('Scale out 7 → 12. Rules asked for 30 (jobs 300, 10 per worker). At the maximum, 12.');
  });

  it('names a rule without data, and no number for it', () => {
    expect(decided(bounded, { desired: 4, metrics: { jobs: 40 } }).trace[0]).toEqual({
      stage: 'rule:cpu',
      proposed: null,
      reason: { code: 'no-data', params: { metric: 'cpu' } },
    });
  });

  it.each([
    ['growth', { cpu: 60, jobs: 55 }, 'Scale out 4 → 6. Rules asked for 6 (jobs 55, 10 per worker).'],
    ['a scale-in', { cpu: 15, jobs: 21 }, 'Scale in 4 → 3. Rules asked for 3 (jobs 21, 10 per worker).'],
    [
      'holding when content',
      { cpu: 60, jobs: 1 },
      'Hold at 4. Rules asked for 4 (cpu 60, target 60: within the tolerance).',
    ],
    ['holding without data', {}, 'Hold at 4. No rule has data: cpu, jobs.'],
    [
      'holding at a bound',
      { cpu: 1, jobs: 1 },
      'Scale in 4 → 2. Rules asked for 1 (cpu 1, target 60). At the minimum, 2.',
    ],
  ])('gives the reason for %s, with one fact per sentence', (_, metrics, reason) => {
    expect(said(decided(bounded, { desired: 4, metrics }))).toBe(reason);
  });

  it('explains a change that no rule proposed', () => {
    expect(said(decided(bounded, { desired: 1, metrics: { cpu: 60, jobs: 5 } }))).toBe(
      'Scale out 1 → 2. Rules asked for 1 (cpu 60, target 60: within the tolerance). At the minimum, 2.',
    );
    expect(said(decided(bounded, { desired: 20, metrics: { cpu: 120, jobs: 5 } }))).toBe(
      'Scale in 20 → 12. Rules asked for 40 (cpu 120, target 60). At the maximum, 12.',
    );
  });

  it('explains a delay', () => {
    const waiting = decided(
      { rules: [jobs], behavior: { out: { cooldown: 60 } } },
      { desired: 4, metrics: { jobs: 90 }, history: { lastOutAt: ago(20) } },
    );
    expect(said(waiting)).toBe(
      'Hold at 4. Rules asked for 9 (jobs 90, 10 per worker). In the scale-out cooldown until 2026-11-21 12:00:40 UTC (40 s of 60 s left).',
    );
  });

  it('names the rules whose cooldowns start: those that proposed its direction', () => {
    const growing = decided(bounded, { desired: 4, metrics: { cpu: 90, jobs: 60 } });
    expect(growing.fired).toEqual(['cpu', 'jobs']);
    const repaired = decided(
      { ...bounded, capacity: { min: 5, max: 9 } },
      { desired: 4, metrics: { cpu: 1, jobs: 1 } },
    );
    expect(repaired).toMatchObject({ direction: 'out', fired: [] });
  });

  it.each([
    [
      'without a desired capacity, the workers that are there and not draining',
      { workers: { ready: 3, pending: 1, draining: 2 } },
      4,
    ],
    ['without anything, nobody', {}, 0],
  ])('uses as the current capacity %s', (_, seen, current) => {
    expect(decided({ rules: [cpu] }, seen).current).toBe(current);
  });
});

describe('a decision whose last change hides an earlier one', () => {
  const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 1 }];
  const reasonOf = (policy: WrittenPolicy, seen: Parameters<typeof decided>[1]) =>
    said(decided({ rules, ...policy }, { desired: 4, ...seen }));
  const set = (workers: number) => ({ scale: { workers, by: 'ann', because: 'fair', until: ago(-3600) } });

  it('names what held back a scale-out that the floor allows in part', () => {
    const behavior = { out: { cooldown: 600 } };
    const seen = { metrics: { jobs: 50 }, history: { lastOutAt: ago(60) } };
    expect(reasonOf({ behavior, guards: { floor: 6 } }, seen)).toBe(
      'Scale out 4 → 6. Rules asked for 50 (jobs 50, 1 per worker). In the scale-out cooldown until 2026-11-21 12:09:00 UTC (540 s of 600 s left). At the floor, 6.',
    );
  });

  it('names what held back a scale-in that the maximum causes in part', () => {
    const policy = { behavior: { in: { stabilization: 300 } }, capacity: { min: 0, max: 3 } };
    expect(reasonOf(policy, { metrics: { jobs: 0 } })).toBe(
      'Scale in 4 → 3. Rules asked for 0 (jobs 0, 1 per worker). Stabilization: no history of the last 300 s yet, so the current 4 counts as the proposal until 2026-11-21 12:05:00 UTC (5 min left). At the maximum, 3.',
    );
  });

  it('names the spare workers whose launch a cooldown prevents', () => {
    const policy = { behavior: { out: { cooldown: 300 } }, capacity: { min: 0, max: 50, spare: 2 } };
    expect(reasonOf(policy, { metrics: { jobs: 3 }, history: { lastOutAt: ago(30) } })).toBe(
      'Hold at 4. Rules asked for 3 (jobs 3, 1 per worker). 2 spare beyond that. In the scale-out cooldown until 2026-11-21 12:04:30 UTC (270 s of 300 s left).',
    );
  });

  it.each([
    ['above the maximum', 7, { capacity: { min: 0, max: 5 } }, 'Scale out 4 → 5', 'At the maximum, 5.'],
    ['below the floor', 1, { guards: { floor: 3 } }, 'Scale in 4 → 3', 'At the floor, 3.'],
  ])('names a size that is set by hand %s', (_, workers, policy, effect, last) => {
    expect(reasonOf(policy, { metrics: { jobs: 2 }, manual: { pauses: [], ...set(workers) } })).toBe(
      `${effect}. Rules asked for 2 (jobs 2, 1 per worker). Size set to ${workers} by ann until 2026-11-21 13:00:00 UTC: fair. ${last}`,
    );
  });

  it('names a size that is set by hand, even if it changes the number in the same direction', () => {
    const policy = { guards: { cap: [{ cron: '0 11 * * SAT', lasts: '2h', max: 5 }] } };
    expect(reasonOf(policy, { metrics: { jobs: 9 }, manual: { pauses: [], ...set(7) } })).toBe(
      'Scale out 4 → 5. Rules asked for 9 (jobs 9, 1 per worker). Size set to 7 by ann until 2026-11-21 13:00:00 UTC: fair. At the cap, 5, until 2026-11-21 13:00:00 UTC (open window of guards.cap).',
    );
  });

  it('does not name an earlier change in the same direction', () => {
    const behavior = { out: { limits: [{ workers: 3, every: 60 }] } };
    expect(reasonOf({ behavior, capacity: { min: 0, max: 6 } }, { metrics: { jobs: 9 } })).toBe(
      'Scale out 4 → 6. Rules asked for 9 (jobs 9, 1 per worker). At the maximum, 6.',
    );
  });
});

describe('blockedBy', () => {
  const rules = [{ kind: 'backlog' as const, metric: 'jobs', perWorker: 1 }];
  const slow = { out: { cooldown: 600 }, in: { stabilization: 300 } };
  const history = { lastOutAt: ago(60) };

  it.each([
    ['the floor', { guards: { floor: 6 } }, 6],
    ['the minimum', { capacity: { min: 7, max: 9 } }, 7],
  ])('is null where %s has moved the group as far as its rules asked for', (_, policy, desired) => {
    const decision = decided({ rules, behavior: slow, ...policy }, { desired: 4, metrics: { jobs: 6 }, history });
    expect(decision).toMatchObject({ desired, blockedBy: null });
    expect(said(decision)).not.toContain('cooldown');
  });

  it('is null where the maximum has moved the group as far in as its rules asked for', () => {
    const policy = { rules: [...rules, cpu], capacity: { min: 0, max: 2 }, behavior: slow };
    expect(decided({ ...policy, rules }, { desired: 4, metrics: { jobs: 2 } })).toMatchObject({
      desired: 2,
      blockedBy: null,
    });
    // A rule without data would have kept it from shrinking.
    expect(decided(policy, { desired: 4, metrics: { jobs: 2 } })).toMatchObject({ desired: 2, blockedBy: null });
  });

  it('remains if the floor allows only a part', () => {
    const decision = decided(
      { rules, behavior: slow, guards: { floor: 5 } },
      { desired: 4, metrics: { jobs: 6 }, history },
    );
    expect(decision).toMatchObject({ desired: 5, blockedBy: 'cooldown' });
  });
});
