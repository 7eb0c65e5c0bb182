import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Figure, Serving } from '../../../../shared/decision/readings/serving.ts';
import { fleetOf, type Worker } from '../../../../shared/model/index.ts';
import { policyOf } from '../builders.ts';

/** The group is observed at this second of its life, and every worker serves from the moment of its launch. */
const NOW = 60;
const EPOCH = 1_800_000_000_000;
const second = (time: number): number => EPOCH + time * 1000;

/** What a worker did: launched at a second, and removed at another one or still there. */
interface Life {
  readonly launched: number;
  readonly removed: number;
  readonly weight: number;
}

/** Launches come before second 50. Those that boot were launched after that. */
const life = fc
  .record({
    launched: fc.integer({ min: -20, max: 49 }),
    lasts: fc.integer({ min: 1, max: 120 }),
    weight: fc.constantFrom(1, 1, 3),
  })
  .map(({ launched, lasts, weight }): Life => ({ launched, removed: launched + lasts, weight }));
const lives = fc.array(life, { maxLength: 12 });
const boots = fc.array(
  fc.record({ launched: fc.integer({ min: 50, max: 59 }), removed: fc.constant(Infinity), weight: fc.constant(1) }),
  { maxLength: 3 },
);
const period = fc.tuple(fc.integer({ min: -10, max: 59 }), fc.integer({ min: 1, max: 40 }));

const isThere = ({ removed }: Life): boolean => removed > NOW;
const weightOf = (all: readonly Life[]): number => all.reduce((sum, { weight }) => sum + weight, 0);
const servedAt = (all: readonly Life[], time: number): number =>
  weightOf(all.filter(({ launched, removed }) => launched <= time && time < removed));

/** The mean and the harmonic mean, of each second in which somebody served. */
function countedBySecond(all: readonly Life[], from: number, to: number) {
  const seconds = Array.from({ length: Math.min(to, NOW) - from }, (_, index) => servedAt(all, from + index));
  const served = seconds.filter((count) => count > 0);
  const sum = served.reduce((total, count) => total + count, 0);
  const inverse = served.reduce((total, count) => total + 1 / count, 0);
  return {
    mean: served.length === 0 ? 0 : sum / served.length,
    least: served.length === 0 ? 0 : served.length / inverse,
  };
}

const changesOf = (all: readonly Life[]) =>
  all
    .flatMap(({ launched, removed, weight }) => [
      { at: second(launched), by: weight },
      ...(removed > NOW ? [] : [{ at: second(removed), by: -weight }]),
    ])
    .toSorted((one, other) => one.at - other.at);

const listed = (all: readonly Life[], state: Worker['state']): Worker[] =>
  all.map(({ launched, weight }, index) => ({
    ...{ id: `${state}-${index}`, state, protected: false, metrics: {}, weight },
    launchedAt: second(launched),
  }));

const policy = policyOf({ rules: [{ kind: 'target', metric: 'cpu', value: 60 }] });
function seenAtTheEnd(served: readonly Life[], booting: readonly Life[], isListed: boolean): Serving {
  const there = served.filter(isThere);
  const last = Math.max(...served.filter((each) => !isThere(each)).map(({ removed }) => removed));
  const draining = served.filter(({ removed }) => removed === last);
  const workers = isListed
    ? [...listed(there, 'ready'), ...listed(draining, 'draining'), ...listed(booting, 'pending')]
    : {
        ...{ ready: weightOf(there), draining: weightOf(draining), pending: weightOf(booting) },
        ...{ warming: 0, unhealthy: 0 },
      };
  const fleet = fleetOf(policy, { workers, now: second(NOW) });
  const lastInAt = last > -Infinity ? { lastInAt: second(last) } : {};
  const history = { changes: changesOf([...served, ...booting]), ...lastInAt };
  return new Serving(policy, { now: second(NOW), history }, fleet.live, fleet);
}

function isAsCounted(figure: Figure, isListed: boolean, counted: (served: Life[], booting: Life[]) => Life[]): void {
  fc.assert(
    fc.property(lives, boots, period, (served, booting, [from, seconds]) => {
      const serving = seenAtTheEnd(served, booting, isListed);
      const { mean, least } = serving.over(figure, second(from), second(from + seconds));
      const expected = countedBySecond(counted(served, booting), from, from + seconds);
      expect(mean).toBeCloseTo(expected.mean, 6);
      expect(least).toBeCloseTo(expected.least, 6);
    }),
  );
}

describe('for any past of a group, the timeline shows what was counted each second', () => {
  it('of the workers that served, where workers are listed', () => isAsCounted('serving', true, (served) => served));

  it('of the workers that served, where workers are only counted', () =>
    isAsCounted('serving', false, (served) => served));

  it('of its capacity, where workers are listed', () =>
    isAsCounted('live', true, (served, booting) => [...served, ...booting]));

  it('of its capacity, where workers are only counted', () =>
    isAsCounted('live', false, (served, booting) => [...served, ...booting]));

  it('of the capacity that was asked for', () =>
    isAsCounted('desired', true, (served, booting) => [...served, ...booting]));

  it('of the ready workers, where a new worker is ready at once', () => isAsCounted('ready', true, (served) => served));
});

it('now, a group has what was observed, even if the clocks behind its launches and changes are ahead', () => {
  const there = [0, NOW + 1].map((launched) => ({ launched, removed: Infinity, weight: 1 }));
  const now = second(NOW);
  const fleet = fleetOf(policy, { workers: listed(there, 'ready'), now });
  const serving = new Serving(policy, { now, history: { changes: changesOf(there) } }, 2, fleet);
  expect((['serving', 'live', 'desired'] as const).map((figure) => serving.at(figure, now))).toEqual([2, 2, 2]);
});
