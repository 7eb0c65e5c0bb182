import type { PoolTick } from '../engine/pool.ts';
import { billedIn, type Tick } from '../engine/tick.ts';
import { NeededWorkers } from '../scenario/needed-workers.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { Lateness } from './lateness.ts';

/** Score of a simulation after the burn-in. */
export interface Score {
  /** Scored hours. */
  readonly hours: number;
  /** Billed worker-hours, from launch to the end of the drain; with a warm pool, also what it costs. */
  readonly workerHours: number;
  /** The same in units of capacity, which is what the work needs; absent unless workers have weights. */
  readonly unitHours?: number;
  readonly usd: number;
  /** What spot workers would have cost more on demand. */
  readonly savedUsd: number;
  /** Arrived work, in worker-hours. */
  readonly demandHours: number;
  /** Share of the work that was lost; for a queue, that started later than `startWithin`. */
  readonly latePercent: number;
  /** 95th percentile of the wait, in seconds; 0 in interactive scenarios. */
  readonly p95WaitSeconds: number;
  /** Share of the time with fewer, and with more, ready workers than the work needed ({@link NeededWorkers}). */
  readonly underPercent: number;
  readonly overPercent: number;
  /** Mean shortage and mean excess of ready workers, relative to the need. */
  readonly underBy: number;
  readonly overBy: number;
  /** Changes of capacity, including interruptions. */
  readonly actions: number;
  /** Workers launched, and workers interrupted. */
  readonly launches: number;
  readonly interruptions: number;
  /** The warm pool; absent without one. */
  readonly pool?: PoolScore;
}

export interface PoolScore {
  /** What it costs: hours of workers that are prepared, and hours of members at their share of a worker's price. */
  readonly workerHours: number;
  readonly memberHours: number;
  /** Of the launches, members that were started; and members launched to refill the pool. */
  readonly started: number;
  readonly refilled: number;
}

/** What compares with the optimum: hours of units of capacity, or of workers where they have no weights. */
export const capacityHours = ({ workerHours, unitHours }: Pick<Score, 'workerHours' | 'unitHours'>): number =>
  unitHours ?? workerHours;

/**
 * Computes the score step by step.
 * Under and over (time share and accuracy) after N. Herbst, S. Kounev, R. Reussner, Elasticity in Cloud Computing, ICAC 2013.
 */
export class Scorer {
  readonly #scenario: Scenario;
  readonly #min: number;
  readonly #burnIn: number;
  readonly #lateness: Lateness | null;
  readonly #needed: NeededWorkers;
  readonly #sum = {
    ticks: 0,
    billed: 0,
    workers: 0,
    arrived: 0,
    lost: 0,
    under: 0,
    over: 0,
    underBy: 0,
    overBy: 0,
    usd: 0,
    savedUsd: 0,
  };
  readonly #count = { actions: 0, launches: 0, interruptions: 0 };
  /** Of the warm pool, in worker-steps and members. */
  #pool: { cost: number; members: number; started: number; refilled: number } | undefined;
  #capacity: number | undefined;
  /** Whether the workers are priced one by one, and not all at the scenario's price. */
  #isPriced = false;
  #isWeighted = false;
  /** Dollars of a unit of capacity and step, most recently. */
  #unitUsd = 0;

  /** `min`: workers needed even without work. */
  constructor(scenario: Scenario, min: number) {
    this.#scenario = scenario;
    this.#min = min;
    this.#burnIn = ticksIn(scenario.burnIn, scenario);
    this.#needed = new NeededWorkers(scenario);
    this.#lateness =
      scenario.kind === 'queue' ? new Lateness(ticksIn(scenario.startWithin, scenario), this.#burnIn) : null;
  }

  add(tick: Tick): void {
    this.#lateness?.add(tick);
    const neededForWork = this.#needed.of(tick.arrived);
    if (tick.index < this.#burnIn) return;
    const { arrived, lost, ready, booting, launched, interrupted } = tick;
    const needed = Math.max(1, this.#min, neededForWork);
    const sum = this.#sum;
    sum.ticks += 1;
    sum.billed += billedIn(tick);
    sum.workers += tick.workers ? tick.workers.billed + (tick.pool?.cost ?? 0) : billedIn(tick);
    if (tick.workers !== undefined) this.#isWeighted = true;
    if (tick.usd !== undefined) this.#isPriced = true;
    sum.usd += (tick.usd ?? 0) + this.#poolUsd(tick);
    sum.savedUsd += tick.savedUsd ?? 0;
    sum.arrived += arrived;
    sum.lost += lost;
    if (ready < needed) sum.under += 1;
    if (ready > needed) sum.over += 1;
    sum.underBy += Math.max(0, needed - ready) / needed;
    sum.overBy += Math.max(0, ready - needed) / needed;
    const capacity = ready + booting;
    if (this.#capacity !== undefined && capacity !== this.#capacity) this.#count.actions += 1;
    this.#capacity = capacity;
    this.#count.launches += tick.workers?.launched ?? launched;
    this.#count.interruptions += interrupted;
    if (tick.pool) this.#addPool(tick.pool);
  }

  #addPool({ members, cost, started, refilled }: PoolTick): void {
    const pool = this.#pool ?? { cost: 0, members: 0, started: 0, refilled: 0 };
    this.#pool = {
      cost: pool.cost + cost,
      members: pool.members + members,
      started: pool.started + started,
      refilled: pool.refilled + refilled,
    };
  }

  /** Members cost their share of what the workers of the step cost on average. */
  #poolUsd(tick: Tick): number {
    if (!tick.pool || tick.usd === undefined) return 0;
    const units = billedIn(tick) - tick.pool.costUnits;
    if (units > 0) this.#unitUsd = tick.usd / units;
    return tick.pool.costUnits * this.#unitUsd;
  }

  /** Call it once, after the last step. */
  score(): Score {
    const { ticks, billed, workers, arrived, lost, under, over, underBy, overBy, usd, savedUsd } = this.#sum;
    const { tick, hourlyUsd } = this.#scenario;
    const pool = this.#pool;
    const hoursOf = (workerTicks: number) => (workerTicks * tick) / 3600;
    const percentOf = (sum: number) => (ticks > 0 ? (100 * sum) / ticks : 0);
    const late = this.#lateness?.result() ?? { latePercent: arrived > 0 ? (100 * lost) / arrived : 0, p95: 0 };
    return {
      hours: hoursOf(ticks),
      workerHours: hoursOf(workers),
      ...(this.#isWeighted && { unitHours: hoursOf(billed) }),
      usd: this.#isPriced ? usd : hoursOf(workers) * hourlyUsd,
      savedUsd,
      demandHours: hoursOf(arrived),
      latePercent: late.latePercent,
      p95WaitSeconds: late.p95 * tick,
      underPercent: percentOf(under),
      overPercent: percentOf(over),
      underBy: percentOf(underBy),
      overBy: percentOf(overBy),
      ...this.#count,
      ...(pool && {
        pool: {
          workerHours: hoursOf(pool.cost),
          memberHours: hoursOf(pool.members),
          started: pool.started,
          refilled: pool.refilled,
        },
      }),
    };
  }
}
