import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainItem } from '../../../../shared/aws/dynamodb/calls/attribute-values.ts';
import { attributesOf, stateOf } from '../../../../shared/aws/dynamodb/states/state-item.ts';
import { emptyState, launchToReady, type ReadyTimes, withReadyTimes } from '../../../../shared/state/index.ts';
import { runs } from '../../runs.ts';

const of = (durations: readonly number[], type = 'c7g.large', before?: ReadyTimes): ReadyTimes =>
  withReadyTimes(
    before,
    durations.map((seconds) => ({ seconds, type, start: 'cold' })),
  );
const times = (count: number, seconds: number): number[] => Array<number>(count).fill(seconds);

describe('quantiles of launch-to-ready', () => {
  test('are within 9.1 % of those of the launches themselves', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 3600, noNaN: true }), { minLength: 1, maxLength: 150 }), (all) => {
        const sorted = all.toSorted((one, other) => one - other);
        const exact = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
        const measured = launchToReady(of(all));
        expect(measured?.launches).toBe(all.length);
        for (const [share, found] of [[0.5, measured?.p50] as const, [0.95, measured?.p95] as const])
          expect(Math.abs((found ?? 0) / exact(share) - 1)).toBeLessThanOrEqual(1 / 11 + 1e-9);
      }),
      { numRuns: runs },
    );
  });

  test('follow a change after some hundred launches', () => {
    const slow = of(times(190, 300));
    expect(launchToReady(slow)?.p95).toBeGreaterThan(270);
    const faster = of(times(1200, 40), 'c7g.large', slow);
    expect(launchToReady(faster)?.p95).toBeLessThan(45);
  });

  test('are those of some types and starts, or of all together', () => {
    const both = withReadyTimes(of(times(10, 100)), [
      { seconds: 20, type: 'c7g.large', start: 'warm' },
      { seconds: 50, type: 'm7g.large', start: 'cold' },
      { seconds: 0, start: 'cold' },
    ]);
    expect(launchToReady(both)?.launches).toBe(13);
    expect(launchToReady(both, { type: 'c7g.large' })?.launches).toBe(11);
    expect(launchToReady(both, { type: 'c7g.large', start: 'warm' })?.p95).toBeCloseTo(20, -1);
    expect(launchToReady(both, { type: 'other' })?.launches).toBe(1);
    expect(launchToReady(both, { type: 'r7g.large' })).toBeNull();
    expect(launchToReady({ types: {} })).toBeNull();
  });

  test('are kept for a bounded number of types', () => {
    let all = of([60]);
    for (let index = 0; index < 40; index += 1) all = of([60], `c${index}.large`, all);
    expect(Object.keys(all.types)).toHaveLength(13);
    expect(launchToReady(all, { type: 'other' })?.launches).toBe(29);
  });
});

describe('the boot that rules count with', () => {
  test('needs twenty launches', () => {
    expect(of(times(19, 100)).boot).toBeUndefined();
    const enough = of(times(20, 100)).boot ?? 0;
    expect(enough).toBeGreaterThanOrEqual(90);
    expect(enough).toBeLessThanOrEqual(110);
  });

  test('is at least ten seconds and at most half an hour', () => {
    expect(of(times(30, 2)).boot).toBe(10);
    expect(of(times(30, 3500)).boot).toBe(1800);
  });

  test('stays while launches take nearly as long, and changes when they do not', () => {
    const before = of(times(30, 100));
    const nearly = of(times(150, 120), 'c7g.large', before);
    expect(launchToReady(nearly)?.p95).toBeGreaterThan(launchToReady(before)?.p95 ?? Infinity);
    expect(nearly.boot).toBe(before.boot);
    expect(of(times(150, 200), 'c7g.large', before).boot).toBeGreaterThan(180);
  });
});

test('is stored with the state, and a state without it is read', () => {
  const state = emptyState('ci');
  const read = (counters: object) =>
    stateOf({ pk: 'GROUP#ci', sk: 'STATE', ...attributesOf({ ...state, counters } as typeof state), revision: 0 });
  const readyTimes = of(times(250, 100));
  expect(plainItem).toBeDefined();
  expect(read({ ...state.counters, readyTimes }).counters.readyTimes).toEqual(readyTimes);
  expect(read(state.counters).counters.readyTimes).toBeUndefined();
});

test('the boot that rules count with is that of cold starts alone', () => {
  const cold = of(times(30, 120));
  const started = times(150, 15).map((seconds) => ({ seconds, type: 'c7g.large', start: 'warm' as const }));
  expect(withReadyTimes(cold, started).boot).toBe(cold.boot);
  expect(withReadyTimes(undefined, started).boot).toBeUndefined();
});
