import type { Datapoint } from '../../policy/index.ts';
import { spacingOf } from './slots.ts';
import { StepFunction } from './step-function.ts';

/** A recorded resize: the counts before it, and its changes. */
export interface Resize {
  /** ms since the epoch. */
  readonly at: number;
  /** Launching, warming and ready workers, without unhealthy ones. */
  readonly live: number;
  /** Workers that were billed but did not serve. */
  readonly unhealthy: number;
  readonly launched: number;
  /** Draining workers whose drain was canceled. */
  readonly canceledDrains: number;
  readonly retired: number;
  /** Units of capacity of a live worker, on average: 1 unless workers have weights. */
  readonly unitsEach?: number;
  /** When the drained workers terminated, ms since the epoch; null if not known yet. */
  readonly endedAt: number | null;
}

/** The recorded number of workers in a group. */
export interface RecordedWorkers {
  /** Mean number of serving workers in the time range; `undefined` if not known. */
  serving(from: number, to: number): number | undefined;
  workerHours(from: number, to: number): number;
  /** Mean units of capacity of a worker in the time range; absent if nothing is recorded of weights. */
  unitsEach?(from: number, to: number): number;
  /** Changes of capacity and workers launched; null if only the number of workers was recorded. */
  changes(from: number, to: number): { readonly actions: number; readonly launches: number } | null;
  /** Start of the records, ms since the epoch. Before it, the number of workers is assumed to be the first recorded one. */
  readonly since: number;
}

const HOUR_MS = 3_600_000;

/**
 * Derives the number of workers from a group's resizes, in ascending order of time. The number is constant between resizes.
 * A resize records the counts before it, so external terminations take effect at the next resize. `boot`: seconds until a
 * launched worker serves. `drain`: seconds until a drained worker terminates, if its termination is not recorded.
 */
export function workersOfResizes(
  resizes: readonly Resize[],
  { boot, drain }: { readonly boot: number; readonly drain: number },
): RecordedWorkers {
  const before = resizes[0]?.live ?? 0;
  const live = new StepFunction(
    before,
    resizes.map((resize) => ({
      at: resize.at,
      value: resize.live + resize.launched + resize.canceledDrains - resize.retired,
    })),
  );
  const booting = summed(
    resizes.flatMap(({ at, launched }) => [
      { at, by: launched },
      { at: at + boot * 1000, by: -launched },
    ]),
  );
  const unhealthy = new StepFunction(
    resizes[0]?.unhealthy ?? 0,
    resizes.map(({ at, unhealthy: value }) => ({ at, value })),
  );
  const draining = summed(
    resizes.flatMap(({ at, retired, endedAt }) => [
      { at, by: retired },
      { at: Math.max(at, endedAt ?? at + drain * 1000), by: -retired },
    ]),
  );
  const unitsEach = new StepFunction(
    resizes[0]?.unitsEach ?? 1,
    resizes.map(({ at, unitsEach: value = 1 }) => ({ at, value })),
  );
  return {
    serving: (from, to) => Math.max(0, live.mean(from, to) - booting.mean(from, to)),
    unitsEach: (from, to) => unitsEach.mean(from, to),
    workerHours: (from, to) =>
      [live, unhealthy, draining].reduce((sum, count) => sum + count.integral(from, to), 0) / HOUR_MS,
    changes(from, to) {
      const within = resizes.filter(({ at }) => at >= from && at < to);
      const acted = within.filter(({ launched, canceledDrains, retired }) => launched + canceledDrains + retired > 0);
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

/** A count of workers is valid for this many periods, like a metric in a decision. */
const STALE_AFTER_PERIODS = 3;

/** Derives the number of workers from a metric that counts them, in ascending order of time. Gaps of three periods or more are unknown. */
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
    // Uses the average where the number is not known.
    workerHours(from, to) {
      const time = known.integral(from, to);
      return time > 0 ? (counts.integral(from, to) / time) * ((to - from) / HOUR_MS) : 0;
    },
    changes: () => null,
    since: points[0]?.at ?? Infinity,
  };
}

/** A datapoint is valid until the next one, for at most `reach` ms. */
function lasting(points: readonly Datapoint[], reach: number, figureOf: (point: Datapoint) => number) {
  return points.flatMap((point, index) => {
    const begun = { at: point.at, value: figureOf(point) };
    const next = points[index + 1]?.at ?? Infinity;
    return next - point.at <= reach ? [begun] : [begun, { at: point.at + reach, value: 0 }];
  });
}
