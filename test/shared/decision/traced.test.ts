import { describe, expect, it } from 'vitest';
import { isLearning, pausedBy } from '../../../shared/decision/index.ts';
import { terminationCandidates } from '../../../shared/decision/termination/candidates.ts';
import { ago, decided, NOW, policyOf, type Seen, said, toldAt, type WrittenPolicy, workersOf } from './builders.ts';

const jobs = { kind: 'backlog', metric: 'jobs', perWorker: 1 } as const;
const cpu = { kind: 'target', metric: 'cpu', value: 60 } as const;
/** NOW is 12:00. */
const open = { cron: '0 8 * * *', until: '20:00' };
const LATER = ago(-3600);
const EVEN_LATER = ago(-7200);

describe('the trace says', () => {
  it('why a rule is not used', () => {
    const told = (more: object) =>
      toldAt(decided({ rules: [{ ...cpu, ...more }] }, { desired: 4, metrics: { cpu: 120 } }), 'rule:cpu');
    expect(told({ enabled: false })).toBe('the rule is disabled');
    expect(told({ during: [{ cron: '0 20 * * *', until: '08:00' }] })).toBe(
      'no window of during is open until 2026-11-21 20:00:00 UTC',
    );
    expect(told({ during: [{ on: '2026-11-20', lasts: 'day' }] })).toBe('no window of during is open');
  });

  it('the size that is set by hand, after what the rules ask for', () => {
    const manual = { scale: { workers: 6, until: LATER, by: 'ann', because: 'load test' } };
    for (const asked of [4, 6, 9]) {
      const decision = decided({ rules: [jobs] }, { desired: 6, manual, metrics: { jobs: asked } });
      expect(decision.trace.map(({ stage }) => stage)).toEqual(['rule:jobs', 'combine', 'manual:scale']);
      expect(decision.trace.at(-1)?.proposed).toBe(6);
    }
  });

  it('which of several pauses lasts longest', () => {
    const pause = (by: string, until?: string) => ({ paused: true as const, by, ...(until && { until }) });
    const told = (...pauses: object[]) =>
      toldAt(
        decided({ rules: [jobs] }, { desired: 4, manual: { pauses } as never, metrics: { jobs: 9 } }),
        'manual:pause',
      );
    const [ann, bob, eve] = [pause('ann', LATER), pause('bob', EVEN_LATER), pause('eve')];
    expect([told(ann, bob), told(bob, ann)].map((text) => text.includes('bob'))).toEqual([true, true]);
    expect([told(ann, eve), told(eve, ann)].map((text) => text.includes('eve'))).toEqual([true, true]);
  });

  it('that a cap is open', () => {
    const guards = {
      cap: [
        { ...open, max: 6 },
        { ...open, max: 5 },
        { cron: '0 20 * * *', lasts: '1h', max: 2 },
      ],
    };
    const decision = decided({ rules: [jobs], guards }, { desired: 4, metrics: { jobs: 9 } });
    expect(decision).toMatchObject({ desired: 5, blockedBy: 'at-max' });
    expect(toldAt(decision, 'guard:cap')).toBe(
      'At the cap, 5, until 2026-11-21 20:00:00 UTC (open window of guards.cap)',
    );
    expect(decided({ rules: [jobs], guards }, { desired: 7, metrics: { jobs: 9 } }).desired).toBe(7);
  });

  it('how many of the base stay', () => {
    const base = workersOf(3).map((worker) => ({ ...worker, base: true }));
    const spot = workersOf(3, 'warming').map((worker) => ({ ...worker, protected: true }));
    const decision = decided(
      { rules: [jobs], warmup: 0 },
      { desired: 6, base: 2, workers: [...base, ...spot], metrics: { jobs: 2 } },
    );
    // Three are protected, and two of the base stay.
    expect(decision).toMatchObject({ desired: 5, blockedBy: 'protected' });
    expect(toldAt(decision, 'guard:protected')).toContain('2');
    expect(decision.trace.at(-1)?.reason).toMatchObject({ code: 'base-kept', params: { workers: 3, base: 2 } });
  });

  it('which rules count with the measured boot', () => {
    const rules: WrittenPolicy['rules'] = [{ kind: 'objective', metric: 'jobs', perWorker: 1 }];
    const decision = decided({ rules }, { desired: 4, boot: 240, metrics: { jobs: 4 } });
    expect(decision.trace[0]).toMatchObject({
      ...{
        stage: 'boot',
        proposed: null,
        reason: { code: 'boot-measured', params: { seconds: 240, rules: ['jobs'] } },
      },
    });
    const written = decided(
      { rules: [{ ...rules[0], boot: '1m' }] as never },
      { desired: 4, boot: 240, metrics: { jobs: 4 } },
    );
    expect(written.trace[0]?.stage).toBe('rule:jobs');
  });

  it('which workers of several weights there are', () => {
    const told = (weight: number, desired: number) =>
      said(decided({ rules: [jobs] }, { desired, workers: workersOf(2, 'ready', { weight }), metrics: { jobs: 9 } }));
    expect(told(2, 4)).toContain('Scale out from capacity 4 (2 workers) to 9.');
    expect(told(2, 6)).toContain('Scale out from capacity 6 (2 workers with capacity 4) to 9.');
    expect(told(1, 6)).toContain('Scale out 6 → 9.');
  });
});

describe('a group is paused', () => {
  const now = Date.parse(NOW);
  const by = (paused: true | 'out' | 'in', until?: number) => ({ paused, by: 'ann', ...(until && { until }) });
  const all = (paused: boolean | 'out' | 'in', ...pauses: ReturnType<typeof by>[]) =>
    pausedBy({ paused }, { pauses }, now);

  it('in the directions in which the policy or somebody pauses it', () => {
    expect([all(false), all('in'), all(true), all(false, by('out')), all(false, by(true))]).toEqual([
      ...[false, 'in', true, 'out', true],
    ]);
    expect([all('in', by('out')), all('in', by('in')), all(false, by('in'), by('out'))]).toEqual([true, 'in', true]);
    expect(pausedBy({ paused: 'out' }, undefined, now)).toBe('out');
  });

  it('by those pauses that are not over', () => {
    expect([all('in', by('out', now)), all('in', by('out', now + 1))]).toEqual(['in', true]);
  });
});

describe('spare workers', () => {
  const spare = (count: number, rules: WrittenPolicy['rules'] = [jobs], more: object = {}) => ({
    ...{ rules, capacity: { min: 0, max: 50, spare: count } },
    ...more,
  });

  it('are none beyond what nobody asks for', () => {
    const decision = decided(spare(3), { desired: 1, metrics: { jobs: null } });
    expect(decision).toMatchObject({ desired: 1, proposal: null, blockedBy: 'missing-data' });
  });

  it('are launched although other data is missing', () => {
    const both = spare(10, [jobs, { ...jobs, name: 'more', metric: 'more' }]);
    const decision = decided(both, { desired: 5, metrics: { jobs: 2, more: null } });
    expect(decision).toMatchObject({ desired: 12, blockedBy: null });
  });

  it('are as many as the open window says that says most', () => {
    const window = (count: number, cron = '0 8 * * *') => ({ cron, lasts: '8h', spare: count });
    const windows = (...all: object[]) =>
      decided(spare(3, [jobs, { kind: 'schedule', windows: all }] as never), { desired: 2, metrics: { jobs: 2 } })
        .desired;
    expect(windows(window(1), window(4), window(9, '0 22 * * *'))).toBe(6);
    expect(windows({ cron: '0 8 * * *', lasts: '8h', min: 1 })).toBe(5);
  });
});

describe('a bound that moves a group without data', () => {
  it('says what limits it, and not that data is missing', () => {
    const decision = decided(
      { rules: [jobs], capacity: { min: 1, max: 3 } },
      {
        desired: 6,
        workers: workersOf(6).map((worker, index) => ({ ...worker, protected: index > 0 })),
        metrics: { jobs: null },
      },
    );
    expect(decision).toMatchObject({ desired: 5, blockedBy: 'protected' });
  });
});

describe('an admission', () => {
  it('has no reason of its own where all is granted', () => {
    const seen = (granted: number): Seen => ({
      ...{ desired: 4, workers: workersOf(4), metrics: { jobs: 6 }, admission: { asked: 2, granted, reasons: [] } },
    });
    expect(toldAt(decided({ rules: [jobs] }, seen(2)), 'capacity')).toBe('');
    expect(decided({ rules: [jobs] }, seen(1)).trace.at(-1)?.reason).toEqual({
      ...{ code: 'not-granted', params: { asked: 2, granted: 1 } },
    });
  });
});

describe('termination candidates', () => {
  const worker = (id: string, more: object = {}) => ({
    ...{ id, state: 'ready' as const, protected: false, launchedAt: 0, metrics: {} },
    ...more,
  });
  const base = (id: string, more: object = {}) => worker(id, { base: true, ...more });

  it('are never so many of the base that too few are left', () => {
    const workers = [base('a'), base('b'), base('c'), worker('d')];
    const of = (count: number, least: number) => terminationCandidates(workers, count, 'oldest', [], least);
    expect(of(2, 0)).toEqual(['a', 'b']);
    expect(of(2, 2)).toEqual(['a', 'd']);
    expect(of(1, 3)).toEqual(['d']);
    // A group that becomes smaller than its base has no others.
    expect(of(3, 3)).toEqual(['a', 'b', 'd']);
    expect(of(4, 3)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are by weight: what is heavier than what may go is passed over', () => {
    const workers = [base('a', { weight: 3 }), base('b'), worker('c', { weight: 2 }), worker('d')];
    const of = (count: number, least: number) => terminationCandidates(workers, count, 'oldest', [], least);
    expect(of(2, 0)).toEqual(['b', 'd']);
    expect(of(3, 3)).toEqual(['b', 'c']);
    expect(of(3, 4)).toEqual(['c', 'd']);
  });

  it('that already drain are no part of the base', () => {
    const workers = [base('a', { state: 'draining' }), base('b'), base('c'), worker('d')];
    expect(terminationCandidates(workers, 2, 'oldest', [], 2)).toEqual(['b', 'd']);
  });
});

describe('a rule tunes itself', () => {
  it('if its kind does and it is enabled', () => {
    const objective = { kind: 'objective', metric: 'jobs', perWorker: 1 } as const;
    const { rules } = policyOf({
      rules: [
        jobs,
        objective,
        { ...objective, name: 'off', enabled: false },
        { ...jobs, name: 'none', enabled: false },
      ],
    });
    expect(rules.map(isLearning)).toEqual([false, true, false, false]);
  });
});
