import { describe, expect, it } from 'vitest';
import { ago, decided, type WrittenPolicy } from './builders.ts';

const cpu = { kind: 'target' as const, metric: 'cpu', value: 60 };
const jobs = { kind: 'backlog' as const, metric: 'jobs', perWorker: 10 };
const bounded: WrittenPolicy = { rules: [cpu, jobs], capacity: { min: 2, max: 12 } };

describe('a decision', () => {
  it('tells its whole story in order, with the number after each stage', () => {
    const decision = decided(
      { ...bounded, behavior: { out: { limits: [{ percent: 100, every: 60 }] } }, guards: { floor: 3 } },
      { desired: 7, metrics: { cpu: 71.2, jobs: 300 } },
    );
    expect(decision.trace).toEqual([
      { stage: 'rule:cpu', proposed: 9, because: 'cpu 71.2 is 1.187 × the target 60; 7 workers × 1.187 = 9' },
      { stage: 'rule:jobs', proposed: 30, because: 'jobs 300 ÷ 10 a worker = 30' },
      { stage: 'combine', proposed: 30, because: 'jobs proposes the most of 2 rules' },
      { stage: 'limits', proposed: 14, because: 'the limit of 100 % in 60 s allows 14 from 7' },
      { stage: 'bounds', proposed: 12, because: 'the maximum is 12' },
    ]);
    expect(decision).toMatchObject({
      group: 'fleet',
      direction: 'out',
      current: 7,
      desired: 12,
      change: 5,
      blockedBy: 'at-max',
      reason: 'Grows from 7 to 12 rather than 30 (jobs 300 ÷ 10 a worker = 30): the maximum is 12.',
    });
  });

  it('names a rule without data, with no number', () => {
    expect(decided(bounded, { desired: 4, metrics: { jobs: 40 } }).trace[0]).toEqual({
      stage: 'rule:cpu',
      proposed: null,
      because: 'cpu has no fresh data',
    });
  });

  it.each([
    ['growth', { cpu: 60, jobs: 55 }, 'Grows from 4 to 6: jobs 55 ÷ 10 a worker = 6.'],
    ['a shrink', { cpu: 15, jobs: 21 }, 'Shrinks from 4 to 3: jobs 21 ÷ 10 a worker = 3.'],
    ['holding when content', { cpu: 60, jobs: 1 }, 'Holds at 4: cpu 60 is 1 × the target 60, inside the tolerance.'],
    ['holding without data', {}, 'Holds at 4: no rule has data: cpu, jobs.'],
    [
      'holding at a bound',
      { cpu: 1, jobs: 1 },
      'Shrinks from 4 to 2 rather than 1 (cpu 1 is 0.01667 × the target 60; 4 workers × 0.01667 = 1): the minimum is 2.',
    ],
  ])('gives the reason for %s in one sentence', (_, metrics, reason) => {
    expect(decided(bounded, { desired: 4, metrics }).reason).toBe(reason);
  });

  it('explains a move that no rule asked for', () => {
    expect(decided(bounded, { desired: 1, metrics: { cpu: 60, jobs: 5 } }).reason).toBe(
      'Grows from 1 to 2: the minimum is 2.',
    );
    expect(decided(bounded, { desired: 20, metrics: { cpu: 120, jobs: 5 } }).reason).toBe(
      'Shrinks from 20 to 12: the maximum is 12.',
    );
  });

  it('explains what it waits for', () => {
    const { reason } = decided(
      { rules: [jobs], behavior: { out: { cooldown: 60 } } },
      { desired: 4, metrics: { jobs: 90 }, history: { lastOutAt: ago(20) } },
    );
    expect(reason).toBe(
      'Holds at 4: would grow to 9 (jobs 90 ÷ 10 a worker = 9), but waits 40 s of the 60 s cooldown out.',
    );
  });

  it('names the rules whose cooldowns start: those that asked for the direction it takes', () => {
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
  ])('takes as the current capacity %s', (_, seen, current) => {
    expect(decided({ rules: [cpu] }, seen).current).toBe(current);
  });
});
