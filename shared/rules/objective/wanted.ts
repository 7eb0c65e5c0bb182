import {
  Demand,
  FORECASTS,
  type ForecastName,
  horizonOf,
  Outlook,
  seasonSeen,
  stepsIn,
  type Timing,
} from '../forecasting/index.ts';
import type { Want, Winner } from './learned.ts';
import { highestOf } from './peaks/highest.ts';
import { SlidingMax } from './peaks/sliding-max.ts';
import { HOLDS, nextCapacity, upperOf, workersFor } from './strategies/candidates.ts';
import { Guard } from './strategies/guard.ts';
import { faded, HALF_LIVES, missOf } from './strategies/spread.ts';
import { wantOf } from './strategies/wants.ts';
import { demandAtStart, LEAST_SEEN, peakSteps } from './unusual/cold-start.ts';
import { type Floor, Floors } from './unusual/floors.ts';

/** The known demand and capacity. */
export interface Sight {
  /** Demand by step as the number of busy workers, the newest last: {@link lookBack} seconds, or less if history is short. */
  readonly recent: ArrayLike<number>;
  /** Steps since the tournament, which is the number of readings that it did not include. */
  readonly since: number;
  /** Number of workers, including booting ones. */
  readonly capacity: number;
}

export interface Wanted {
  readonly capacity: number;
  /** Less than the capacity if the group keeps workers because it scales in later, or only in coarse steps. */
  readonly needed: number;
  /** The highest demand of the last five minutes. */
  readonly peak: number;
  /** What counts instead of the strategy: the lowest capacity, or with `guard` the one that is affordable. */
  readonly floor: number | null;
  readonly floorBy: Floor['floorBy'] | 'guard' | null;
}

const HOUR = 3600;
const DAY = 86_400;
const YOUNG_COARSE = 0.1;

/**
 * The longest history, apart from the boot time and the delay of a reading. At most a day for a drain, which may take a year:
 * one evaluation reads the metrics of many groups at once, as far back as the longest of them asks.
 */
export const mostLookBack = (drain: number): number => Math.max(HOUR + Math.max(...HOLDS), Math.min(DAY, drain)) + 300;

/**
 * The seconds of recent demand that a recommendation needs: the hour for forecasts, the hold and the horizon; or for the
 * guard, a boot and a drain before the tournament's newest reading.
 */
export function lookBack(winner: Winner | null, timing: Timing): number {
  if (winner === null) return LEAST_SEEN;
  const { step, boot, drain } = timing;
  return Math.max(HOUR + winner.candidate.hold + (horizonOf(timing) + 1) * step, boot + drain + 2 * step);
}

/**
 * The capacity that the winner has now in its replay, continued from the tournament with the readings since. It depends on
 * what the winner had before, not on what the group has: a coarse strategy that would keep its capacity could otherwise
 * take a group to one that the tournament never tried. No state is kept between evaluations: the wanted capacities within
 * the hold are computed again from the readings. Without a winner, the group does not scale in and keeps room for a rise.
 */
export function wanted(winner: Winner | null, sight: Sight, timing: Timing): Wanted {
  if (winner !== null) {
    const { guard: _, ...asked } = continued(winner, sight, timing);
    return asked;
  }
  const { recent, capacity } = sight;
  const last = recent.length - 1;
  const peak = highestOf(recent, last, peakSteps(timing));
  const young = workersFor(demandAtStart(recent, last, { peak, seen: recent.length * timing.step, timing }));
  return { capacity: Math.max(capacity, young), needed: young, peak, floor: null, floorBy: null };
}

/** As {@link wanted}, with what the {@link Guard} has counted; null for results stored earlier, which have no credit. */
export function continued(
  winner: Winner,
  { recent, since, capacity }: Sight,
  timing: Timing,
): Wanted & { readonly guard: Guard | null } {
  const { wanted: wantedNow, held, course } = wantsOf(winner, recent, since, timing);
  const floors = new Floors(winner, recent, since, timing);
  const last = recent.length - 1;
  // The reading before the tournament's newest one.
  const before = last - course.length;
  const guard = guardOf(winner, recent, before, timing);
  let group = winner.guard?.capacity ?? capacity;
  for (let index = Math.max(0, before + 1); guard && index < last; index += 1) {
    const asked = next(group, course[index - before - 1] as number, floors.at(index));
    group = guard.next(recent[index] ?? 0, asked);
  }
  const floor = floors.at(last);
  const followed = course.at(-1) ?? nextCapacity(capacity, wantedNow, held, winner.candidate.coarse);
  const asked = next(capacity, followed, floor);
  const affordable = guard?.next(recent[last] ?? 0, asked) ?? asked;
  // Without stored points of the course, only the capacity to grow to is known.
  const needed = Math.min(affordable, Math.max(course.at(-1) ?? wantedNow, floor.floor));
  const common = { capacity: affordable, needed, peak: floor.peak, guard };
  if (affordable !== asked) return { ...common, floor: affordable, floorBy: 'guard' };
  const { floorBy } = floor;
  return floor.floor <= followed
    ? { ...common, floor: null, floorBy: null }
    : { ...common, floor: floor.floor, floorBy };
}

/** A strategy chosen on little history is replaced often; meanwhile the group scales in in coarse steps. */
function next(capacity: number, followed: number, { floor, isYoung }: Floor): number {
  const to = Math.max(followed, floor);
  return nextCapacity(Math.max(capacity, to), to, to, isYoung ? YOUNG_COARSE : 0);
}

/** `before`: index of the last reading that it has counted. */
function guardOf({ guard: left }: Winner, recent: ArrayLike<number>, before: number, timing: Timing): Guard | null {
  if (left === undefined) return null;
  const guard = new Guard(timing, left.credit, left.capacity);
  for (let index = 0; index <= before; index += 1) guard.add(recent[index] ?? 0);
  return guard;
}

function wantsOf(winner: Winner, recent: ArrayLike<number>, since: number, timing: Timing) {
  const { candidate, misses, weights } = winner;
  const { want, hold } = candidate;
  const upper = upperOf(candidate);
  const horizon = horizonOf(timing);
  const demand = new Demand(recent.length);
  const outlook = new Outlook(timing);
  const follows = (forecast: ForecastName) => want.by === 'forecast' && want.forecast === forecast;
  const mine = FORECASTS.findIndex(follows);
  const learned = [follows('learned') ? weights : null, follows('learnedPeak') ? weights : null] as const;
  const spread = new OwnSpread(want, misses, timing.step);
  const forecasts: (number | undefined)[] = [];
  const holdSteps = stepsIn(hold, timing);
  // Wants within the hold count. A quick error estimate is continued with the readings that came after the tournament,
  // compared with the forecasts made one horizon before them.
  const unseen = Math.min(since, stepsIn(HALF_LIVES.quick, timing));
  const first = Math.max(0, recent.length - Math.max(since + holdSteps, unseen + horizon));
  const holding = new SlidingMax(holdSteps, 1);
  const [newest, heldNow] = [new Float64Array(1), new Float64Array(1)];
  // What the strategy has with the tournament's newest reading, and with each one since; empty for results stored earlier.
  const course = winner.capacity === undefined ? [] : [winner.capacity];
  let [wanted, held] = [1, 1];
  for (let index = 0; index < first; index += 1) demand.add(recent[index] ?? 0);
  for (let index = first; index < recent.length; index += 1) {
    demand.add(recent[index] ?? 0);
    outlook.look(demand, seasonSeen(winner.dayBefore, recent.length - 1 - index - since, timing), learned);
    forecasts[index] = outlook.forecasts[mine];
    const settled = forecasts[index - horizon] ?? -1;
    if (index >= recent.length - unseen && settled >= 0) spread.add(missOf(settled, recent[index] ?? 0));
    wanted = wantOf(want, outlook, spread.at(outlook.state));
    newest[0] = wantOf(upper, outlook, spread.at(outlook.state));
    holding.add(newest, heldNow, 0);
    held = heldNow[0] as number;
    const followed = course.at(-1);
    if (followed !== undefined && index >= recent.length - since) {
      course.push(nextCapacity(followed, wanted, held, candidate.coarse));
    }
  }
  return { wanted, held, course };
}

/** The winner's usual error. A quick one is updated with the readings since the tournament. */
class OwnSpread {
  /** Whether readings update it. */
  readonly isLive: boolean;
  readonly #misses: readonly number[];
  readonly #keep: number;
  #quick: number;

  constructor(want: Want, misses: readonly number[], step: number) {
    this.#misses = misses;
    this.#quick = misses[0] ?? -1;
    // Errors of the peak forecast need a minute instead of one step: they wait for the next tournament.
    this.isLive = want.by === 'forecast' && want.spread === 'quick' && want.forecast !== 'learnedPeak';
    this.#keep = 0.5 ** (step / HALF_LIVES.quick);
  }

  add(squared: number): void {
    if (this.#quick >= 0) this.#quick = faded(this.#quick, squared, this.#keep, Infinity);
  }

  at(state: number): number {
    return this.isLive ? this.#quick : (this.#misses[state] ?? -1);
  }
}
