import type { Datapoint } from '../../policy/index.ts';
import { spacingOf } from './slots.ts';
import { StepFunction } from './step-function.ts';

/** A resize as it was recorded: the counts of the moment before it, and what it did. */
export interface Resize {
  /** ms since the epoch. */
  readonly at: number;
  /** Workers that were capacity or soon would be, without the ill ones. */
  readonly live: number;
  /** Workers that were paid for and served nothing. */
  readonly ill: number;
  readonly launched: number;
  /** Draining workers that became capacity again. */
  readonly takenBack: number;
  readonly retired: number;
  /** When the retired ones ended; null where that is not known yet. */
  readonly endedAt: number | null;
}

/** What was recorded of a group's workers. */
export interface RecordedWorkers {
  /** The mean number of workers that served in this time; `undefined` where it is not known. */
  serving(from: number, to: number): number | undefined;
  workerHours(from: number, to: number): number;
  /** Changes of capacity, and workers launched; null where only the number of workers was recorded. */
  changes(from: number, to: number): { readonly actions: number; readonly launches: number } | null;
  /** The moment from which on it was recorded; the number before it is taken to have been the same. */
  readonly since: number;
}

const HOUR_MS = 3_600_000;

/**
 * From the resizes of a group, the earliest first. Between two of them the number stays, and each says anew what it was: so
 * workers that were taken away are noticed at the next. `boot`, `drain`: seconds until a launched worker serves, and until
 * a retired one ends of which the end is not recorded.
 */
export function workersOfResizes(
  resizes: readonly Resize[],
  { boot, drain }: { readonly boot: number; readonly drain: number },
): RecordedWorkers {
  const before = resizes[0]?.live ?? 0;
  const live = new StepFunction(
    before,
    resizes.map((each) => ({ at: each.at, value: each.live + each.launched + each.takenBack - each.retired })),
  );
  const booting = summed(
    resizes.flatMap(({ at, launched }) => [
      { at, by: launched },
      { at: at + boot * 1000, by: -launched },
    ]),
  );
  const ill = new StepFunction(
    resizes[0]?.ill ?? 0,
    resizes.map(({ at, ill: value }) => ({ at, value })),
  );
  const draining = summed(
    resizes.flatMap(({ at, retired, endedAt }) => [
      { at, by: retired },
      { at: Math.max(at, endedAt ?? at + drain * 1000), by: -retired },
    ]),
  );
  return {
    serving: (from, to) => Math.max(0, live.mean(from, to) - booting.mean(from, to)),
    workerHours: (from, to) =>
      [live, ill, draining].reduce((sum, count) => sum + count.integral(from, to), 0) / HOUR_MS,
    changes(from, to) {
      const within = resizes.filter(({ at }) => at >= from && at < to);
      const acted = within.filter(({ launched, takenBack, retired }) => launched + takenBack + retired > 0);
      return { actions: acted.length, launches: within.reduce((sum, { launched }) => sum + launched, 0) };
    },
    since: resizes[0]?.at ?? Infinity,
  };
}

function summed(changes: readonly { readonly at: number; readonly by: number }[]): StepFunction {
  let value = 0;
  return new StepFunction(
    0,
    changes
      .toSorted((one, other) => one.at - other.at)
      .map(({ at, by }) => {
        value += by;
        return { at, value };
      }),
  );
}

/** As stale as a metric may be for a decision, so may the number of workers be for the demand. */
const STALE_AFTER_PERIODS = 3;

/** From a metric of the number of serving workers, in ascending order of time; a gap of three periods is one. */
export function workersOfSeries(points: readonly Datapoint[]): RecordedWorkers {
  const period = spacingOf(points) * 1000;
  const reach = STALE_AFTER_PERIODS * period;
  const known = new StepFunction(
    0,
    lasting(points, reach, () => 1),
  );
  const counts = new StepFunction(
    0,
    lasting(points, reach, ({ value }) => value),
  );
  return {
    serving(from, to) {
      const time = known.integral(from, to);
      return time > 0 ? counts.integral(from, to) / time : undefined;
    },
    // Where the number is not known, it is taken to have been as it was on average.
    workerHours(from, to) {
      const time = known.integral(from, to);
      return time > 0 ? (counts.integral(from, to) / time) * ((to - from) / HOUR_MS) : 0;
    },
    changes: () => null,
    since: points[0]?.at ?? Infinity,
  };
}

/** Each datapoint holds until the next, but no longer than `reach`. */
function lasting(points: readonly Datapoint[], reach: number, figureOf: (point: Datapoint) => number) {
  return points.flatMap((point, index) => {
    const begun = { at: point.at, value: figureOf(point) };
    const next = points[index + 1]?.at ?? Infinity;
    return next - point.at <= reach ? [begun] : [begun, { at: point.at + reach, value: 0 }];
  });
}
