import { billedIn, type Tick } from '../engine/tick.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';
import { Lateness } from './lateness.ts';

/** How a play went, after the burn-in. */
export interface Score {
  /** Hours that were scored. */
  readonly hours: number;
  /** Billed, from launch to the end of the drain. */
  readonly workerHours: number;
  readonly usd: number;
  /** What arrived, in hours of one worker. */
  readonly demandHours: number;
  /** Share of the work that was lost, or of a queue: that started later than `startWithin`. */
  readonly latePercent: number;
  /** Seconds that 95 % of the work did not wait longer than; 0 where work does not wait. */
  readonly p95WaitSeconds: number;
  /** Time with fewer, and with more, ready workers than the step's arrivals needed. */
  readonly underPercent: number;
  readonly overPercent: number;
  /** The mean of what was missing, and of what was too much, relative to the need. */
  readonly underBy: number;
  readonly overBy: number;
  /** Changes of capacity, by whatever cause. */
  readonly actions: number;
  /** Workers launched, and taken away. */
  readonly launches: number;
  readonly interruptions: number;
}

/**
 * Adds up a play tick by tick.
 * Under and over (time share and accuracy) after N. Herbst, S. Kounev, R. Reussner, Elasticity in Cloud Computing, ICAC 2013.
 */
export class Scorer {
  readonly #scenario: Scenario;
  readonly #min: number;
  readonly #burnIn: number;
  readonly #lateness: Lateness | null;
  readonly #sum = { ticks: 0, billed: 0, arrived: 0, lost: 0, under: 0, over: 0, underBy: 0, overBy: 0 };
  readonly #count = { actions: 0, launches: 0, interruptions: 0 };
  #capacity: number | undefined;

  /** `min`: workers that are needed even without work. */
  constructor(scenario: Scenario, min: number) {
    this.#scenario = scenario;
    this.#min = min;
    this.#burnIn = ticksIn(scenario.burnIn, scenario);
    this.#lateness =
      scenario.kind === 'queue' ? new Lateness(ticksIn(scenario.startWithin, scenario), this.#burnIn) : null;
  }

  add(tick: Tick): void {
    this.#lateness?.add(tick);
    if (tick.index < this.#burnIn) return;
    const { arrived, lost, ready, booting, launched, interrupted } = tick;
    const needed = Math.max(1, this.#min, Math.ceil(arrived - 1e-9));
    const sum = this.#sum;
    sum.ticks += 1;
    sum.billed += billedIn(tick);
    sum.arrived += arrived;
    sum.lost += lost;
    if (ready < needed) sum.under += 1;
    if (ready > needed) sum.over += 1;
    sum.underBy += Math.max(0, needed - ready) / needed;
    sum.overBy += Math.max(0, ready - needed) / needed;
    const capacity = ready + booting;
    if (this.#capacity !== undefined && capacity !== this.#capacity) this.#count.actions += 1;
    this.#capacity = capacity;
    this.#count.launches += launched;
    this.#count.interruptions += interrupted;
  }

  /** To be asked once, after the last tick. */
  score(): Score {
    const { ticks, billed, arrived, lost, under, over, underBy, overBy } = this.#sum;
    const { tick, hourlyUsd } = this.#scenario;
    const hoursOf = (each: number) => (each * tick) / 3600;
    const percentOf = (each: number) => (ticks > 0 ? (100 * each) / ticks : 0);
    const late = this.#lateness?.verdict() ?? { latePercent: arrived > 0 ? (100 * lost) / arrived : 0, p95: 0 };
    return {
      hours: hoursOf(ticks),
      workerHours: hoursOf(billed),
      usd: hoursOf(billed) * hourlyUsd,
      demandHours: hoursOf(arrived),
      latePercent: late.latePercent,
      p95WaitSeconds: late.p95 * tick,
      underPercent: percentOf(under),
      overPercent: percentOf(over),
      underBy: percentOf(underBy),
      overBy: percentOf(overBy),
      ...this.#count,
    };
  }
}
