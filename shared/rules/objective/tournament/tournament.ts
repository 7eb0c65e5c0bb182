import {
  Demand,
  exampleWeight,
  FORECASTS,
  horizonOf,
  INPUTS,
  keptFor,
  LEVEL_INPUT,
  Outlook,
  PEAK_SECONDS,
  Regression,
  Season,
  STATES,
  short,
  stepsIn,
  type Timing,
} from '../../forecasting/index.ts';
import type { Candidate, Winner } from '../learned.ts';
import { CANDIDATES, FOLLOWED, WANTS } from '../strategies/candidates.ts';
import { Guard } from '../strategies/guard.ts';
import { missOf, Spreads } from '../strategies/spread.ts';
import { wantAll } from '../strategies/wants.ts';
import { LEAST_SEEN } from '../unusual/cold-start.ts';
import { continued, lookBack } from '../wanted.ts';
import { allowedOf, chosen } from './choice.ts';
import { DayRange } from './day-range.ts';
import { Foreseeable } from './foreseeable.ts';
import { HALF_LIFE, ShadowEvaluation } from './shadow-evaluation.ts';
import { SuddenRises } from './sudden.ts';
import { Unevenness } from './unevenness.ts';

export interface TournamentOptions {
  readonly timing: Timing;
  /** The share of demand that may be lost. */
  readonly lost: number;
  /** The active strategy; it stays while no other is clearly cheaper. */
  readonly current?: Candidate | undefined;
}

/** The strategy that was active so far, and the number of readings since it was found. */
export interface Before {
  readonly winner: Winner;
  readonly since: number;
}

const DAY = 86_400;
interface Pending {
  readonly forecasts: Float64Array;
  readonly inputs: Float64Array;
  state: number;
}

/** Runs every candidate on the demand as it arrives. It stores a day of readings and a few numbers for each candidate. */
export class Tournament {
  readonly #timing: Timing;
  readonly #lost: number;
  readonly #demand: Demand;
  readonly #day: Season;
  readonly #foreseeable: Foreseeable;
  /** The last demand, as far as it was foreseeable. */
  readonly #expected: Demand;
  readonly #outlook: Outlook;
  readonly #learned: Regression;
  readonly #learnedPeak: Regression;
  readonly #spreads: Spreads;
  readonly #shadows: ShadowEvaluation;
  readonly #wants = new Float64Array(WANTS.length);
  /** Forecasts of the coming steps, in a ring buffer. */
  readonly #pending: readonly Pending[];
  readonly #peakSteps: number;
  readonly #range: DayRange;
  readonly #sudden: SuddenRises;
  readonly #uneven: Unevenness;
  /** What perfect foresight would have paid for the demand; its weight halves as that of what the strategies paid. */
  readonly #foresight: Guard;
  readonly #keep: number;
  #optimum = 0;
  #current: number;

  constructor({ timing, lost, current }: TournamentOptions) {
    const { step } = timing;
    this.#timing = timing;
    this.#lost = lost;
    this.#current = current ? CANDIDATES.findIndex((each) => isSame(each, current)) : -1;
    const day = stepsIn(DAY, timing);
    this.#demand = new Demand(keptFor(day, timing));
    this.#day = new Season(this.#demand, day, timing);
    this.#foreseeable = new Foreseeable(timing);
    this.#range = new DayRange(timing);
    this.#sudden = new SuddenRises(timing);
    this.#outlook = new Outlook(timing);
    this.#learned = new Regression(INPUTS, LEVEL_INPUT, step);
    this.#learnedPeak = new Regression(INPUTS, LEVEL_INPUT, step);
    this.#spreads = new Spreads(step);
    this.#shadows = new ShadowEvaluation(timing);
    this.#uneven = new Unevenness(step);
    this.#foresight = new Guard(timing, 0, 0);
    this.#keep = 0.5 ** (step / HALF_LIFE);
    this.#peakSteps = stepsIn(PEAK_SECONDS, timing);
    this.#expected = new Demand(this.#peakSteps);
    this.#pending = Array.from({ length: horizonOf(timing) + this.#peakSteps }, () => ({
      forecasts: new Float64Array(FORECASTS.length),
      inputs: new Float64Array(INPUTS),
      state: 0,
    }));
  }

  /** Adds the demand of the next step, as the number of workers that it keeps busy. */
  add(demand: number): void {
    this.#demand.add(demand);
    this.#optimum = this.#keep * this.#optimum + this.#foresight.add(demand);
    const foreseeable = this.#foreseeable.add(demand);
    this.#expected.add(foreseeable);
    this.#range.add(this.#demand);
    this.#sudden.add(this.#demand);
    this.#shadows.settle(foreseeable, this.#uneven.next(this.#demand));
    this.#learn();
    const outlook = this.#outlook;
    this.#day.add();
    outlook.look(this.#demand, this.#day.before(), [this.#learned.weights, this.#learnedPeak.weights]);
    const pending = this.#pendingAt(0);
    pending.forecasts.set(outlook.forecasts);
    pending.inputs.set(outlook.inputs);
    pending.state = outlook.state;
    wantAll(outlook, this.#spreads, this.#wants);
    this.#shadows.decide(this.#wants);
  }

  /** See {@link chosen}. Null with too little history, and until the first workers of strategies would be ready. */
  winner(before: Before | null = null): Winner | null {
    const seen = this.#demand.length * this.#timing.step;
    if (seen < LEAST_SEEN || !this.#shadows.hasCompared) return null;
    const { shareBeyond: unforeseen } = this.#foreseeable;
    const risesAreUsual = this.#sudden.areUsual;
    const { share, by } = allowedOf({ lost: this.#lost, unforeseen, risesAreUsual, seen, step: this.#timing.step });
    this.#current = chosen(this.#shadows, share, this.#current);
    const candidate = CANDIDATES[this.#current] as Candidate;
    const shareLost = this.#shadows.shareLost(this.#current);
    const range = this.#range.known;
    return {
      candidate,
      capacity: this.#shadows.capacity(this.#current),
      guard: this.#guard(before) ?? { credit: short(this.#optimum), capacity: this.#shadows.capacity(this.#current) },
      ...(range && {
        highest: short(range.highest),
        lowest: short(range.lowest),
        steepest: short(range.steepest),
      }),
      shareLost,
      keeps: shareLost <= this.#lost,
      ...(by && { limit: { share: short(share), by } }),
      of: CANDIDATES.length,
      seen,
      ...this.#calibration(candidate),
    };
  }

  /** What is left of the credit, and what the group had, one reading before the newest. */
  #guard(before: Before | null): Winner['guard'] | null {
    const left = before?.winner.guard;
    if (!before || !left) return null;
    const { winner, since } = before;
    if (since < 1) return left;
    const count = Math.ceil(lookBack(winner, this.#timing) / this.#timing.step) + since - 1;
    if (!this.#demand.has(since)) return null;
    const known = Math.min(count, this.#demand.length - 1);
    const recent = Float64Array.from({ length: known }, (_, index) => this.#demand.at(known - index));
    const { guard, capacity } = continued(winner, { recent, since: since - 1, capacity: left.capacity }, this.#timing);
    return guard && { credit: short(Math.min(guard.credit, this.#optimum)), capacity };
  }

  #calibration({ want }: Candidate): Pick<Winner, 'misses' | 'weights' | 'dayBefore'> {
    if (want.by === 'headroom') return { misses: [], weights: [], dayBefore: [] };
    const forecast = FORECASTS.indexOf(want.forecast);
    const misses = Array.from({ length: STATES }, (_, state) => short(this.#spreads.of(forecast, want.spread, state)));
    const learned =
      want.forecast === 'learned' ? this.#learned : want.forecast === 'learnedPeak' ? this.#learnedPeak : null;
    return {
      misses,
      weights: Array.from(learned?.weights ?? [], short),
      dayBefore: this.#day.stored(),
    };
  }

  /** Learns from the step whose forecast horizon, and the minute after it, are now known. */
  #learn(): void {
    const demand = this.#demand;
    const ago = this.#pending.length - 1;
    if (demand.length <= ago) return;
    const { forecasts, inputs, state } = this.#pendingAt(ago);
    const came = this.#expected.at(this.#peakSteps - 1);
    const peak = this.#expected.max(this.#peakSteps);
    for (const each of FOLLOWED_INDEXES) {
      const forecast = forecasts[each] as number;
      if (forecast < 0) continue;
      this.#spreads.add(each, state, missOf(forecast, FORECASTS[each] === 'learnedPeak' ? peak : came));
    }
    const weight = exampleWeight(inputs);
    this.#learned.learn(inputs, came, weight);
    this.#learnedPeak.learn(inputs, peak, weight);
  }

  /** The forecasts that were made `ago` steps before the newest reading. */
  #pendingAt(ago: number): Pending {
    return this.#pending[(this.#demand.length - 1 - ago) % this.#pending.length] as Pending;
  }
}

const FOLLOWED_INDEXES = FOLLOWED.map((name) => FORECASTS.indexOf(name));

/** Compares without regard to the order of fields, which storage may change. */
function isSame(one: Candidate, other: Candidate): boolean {
  const fields = ({ want, hold, coarse, above = 0 }: Candidate) =>
    [
      hold,
      coarse,
      above,
      ...(want.by === 'headroom' ? [want.load, want.window] : [want.forecast, want.spread, want.times]),
    ].join();
  return fields(one) === fields(other);
}
