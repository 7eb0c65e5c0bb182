import { Demand, FORECASTS, horizonOf, Outlook, seasonSeen, stepsIn, type Timing } from '../forecasting/index.ts';
import { HOLDS, nextCapacity, upperOf, workersFor } from './candidates.ts';
import { coldStartFloor, peakSteps } from './cold-start.ts';
import type { Want, Winner } from './learned.ts';
import { SlidingMax } from './sliding-max.ts';
import { faded, HALF_LIVES, missOf } from './spread.ts';
import { unseenDemand } from './unseen.ts';
import { wantOf } from './wants.ts';

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
  /** The highest demand of the last five minutes. */
  readonly peak: number;
  /** The lowest capacity, if the strategy wants less: because of recent or unusual demand, or because history is short. */
  readonly floor: number | null;
  readonly floorBy: 'demand' | 'history' | 'unseen' | null;
}

const HOUR = 3600;
const YOUNG_COARSE = 0.1;

/** The longest history, apart from the boot time and the delay of a reading. */
export const MOST_LOOK_BACK = HOUR + Math.max(...HOLDS) + 300;

/** The seconds of recent demand that a recommendation needs: the hour for forecasts, the hold and the horizon. */
export const lookBack = (winner: Winner | null, timing: Timing): number =>
  winner === null ? 300 : HOUR + winner.candidate.hold + (horizonOf(timing) + 1) * timing.step;

/**
 * The capacity that the winner has now in its replay, continued from the tournament with the readings since. It depends on
 * what the winner had before, not on what the group has: a coarse strategy that would keep its capacity could otherwise
 * take a group to one that the tournament never tried. No state is kept between evaluations: the wanted capacities within
 * the hold are computed again from the readings. Without a winner, the group does not scale in and keeps room for a rise.
 */
export function wanted(winner: Winner | null, { recent, since, capacity }: Sight, timing: Timing): Wanted {
  const seen = (winner?.seen ?? 0) + (winner ? since : recent.length) * timing.step;
  const peak = highest(recent, peakSteps(timing));
  // A strategy that does not meet the objective never goes below the busy workers of the last minutes.
  const busy = winner === null || winner.keeps ? 0 : peak;
  const young = workersFor(coldStartFloor(peak, seen, timing));
  const unseen = winner === null ? 0 : unseenDemand(recent, peak, { highest: winner.highest, seen, timing });
  const floor = Math.max(young, workersFor(busy), workersFor(unseen));
  if (winner === null) return { capacity: Math.max(capacity, floor), peak, floor: null, floorBy: null };
  const { wanted: wantedNow, held, followed } = wantsOf(winner, recent, since, timing);
  const to = Math.max(followed ?? nextCapacity(capacity, wantedNow, held, winner.candidate.coarse), floor);
  // A strategy chosen on little history is replaced often; meanwhile the group scales in in coarse steps.
  const next = to > capacity ? to : nextCapacity(capacity, to, to, young > 1 ? YOUNG_COARSE : 0);
  if (floor <= wantedNow) return { capacity: next, peak, floor: null, floorBy: null };
  const floorBy = floor === workersFor(unseen) ? 'unseen' : floor > young ? 'demand' : 'history';
  return { capacity: next, peak, floor, floorBy };
}

function wantsOf(winner: Winner, recent: ArrayLike<number>, since: number, timing: Timing) {
  const { candidate, misses, weights } = winner;
  const { want, hold } = candidate;
  const upper = upperOf(candidate);
  const horizon = horizonOf(timing);
  const demand = new Demand(recent.length);
  const outlook = new Outlook(timing);
  const name = want.by === 'forecast' ? want.forecast : null;
  const mine = name === null ? -1 : FORECASTS.indexOf(name);
  const learned = [name === 'learned' ? weights : null, name === 'learnedPeak' ? weights : null] as const;
  const spread = new OwnSpread(want, misses, timing.step);
  const forecasts: number[] = [];
  const holdSteps = stepsIn(hold, timing);
  // Wants within the hold count. A quick error estimate is continued with the readings that came after the tournament,
  // compared with the forecasts made one horizon before them.
  const unseen = spread.isLive ? Math.min(since, stepsIn(HALF_LIVES.quick, timing)) : 0;
  const first = Math.max(0, recent.length - Math.max(since + holdSteps, unseen + horizon));
  const holding = new SlidingMax(holdSteps, 1);
  const [newest, heldNow] = [new Float64Array(1), new Float64Array(1)];
  let followed = winner.capacity ?? null;
  let [wanted, held] = [1, 1];
  for (let index = 0; index < recent.length; index += 1) {
    demand.add(recent[index] ?? 0);
    if (index < first) continue;
    outlook.look(demand, seasonSeen(winner.dayBefore, recent.length - 1 - index - since, timing), learned);
    const forecast = mine < 0 ? -1 : (outlook.forecasts[mine] as number);
    forecasts[index] = forecast;
    const settled = forecasts[index - horizon];
    if (index >= recent.length - unseen && settled !== undefined && settled >= 0) {
      spread.add(missOf(settled, recent[index] ?? 0));
    }
    wanted = wantOf(want, outlook, spread.at(outlook.state));
    newest[0] = upper === want ? wanted : wantOf(upper, outlook, spread.at(outlook.state));
    holding.add(newest, heldNow, 0);
    held = heldNow[0] as number;
    if (followed !== null && index >= recent.length - since) {
      followed = nextCapacity(followed, wanted, held, candidate.coarse);
    }
  }
  return { wanted, held, followed };
}

/** The winner's usual error. A quick one is updated with the readings since the tournament. */
class OwnSpread {
  /** Whether readings update it. */
  readonly isLive: boolean;
  readonly #misses: readonly number[];
  readonly #keep: number | null;
  #quick: number;

  constructor(want: Want, misses: readonly number[], step: number) {
    this.#misses = misses;
    this.#quick = misses[0] ?? -1;
    // Errors of the peak forecast need a minute instead of one step: they wait for the next tournament.
    this.isLive = want.by === 'forecast' && want.spread === 'quick' && want.forecast !== 'learnedPeak';
    this.#keep = this.isLive ? 0.5 ** (step / HALF_LIVES.quick) : null;
  }

  add(squared: number): void {
    if (this.#keep !== null && this.#quick >= 0) this.#quick = faded(this.#quick, squared, this.#keep, Infinity);
  }

  at(state: number): number {
    return this.#keep === null ? (this.#misses[state] ?? -1) : this.#quick;
  }
}

function highest(recent: ArrayLike<number>, count: number): number {
  let most = 0;
  for (let index = Math.max(0, recent.length - count); index < recent.length; index += 1) {
    most = Math.max(most, recent[index] ?? 0);
  }
  return most;
}
