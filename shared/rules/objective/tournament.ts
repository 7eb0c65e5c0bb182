import {
  Demand,
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
} from '../forecasting/index.ts';
import { CANDIDATES, WANTS } from './candidates.ts';
import { LEAST_SEEN } from './cold-start.ts';
import { Foreseeable } from './foreseeable.ts';
import type { Candidate, Winner } from './learned.ts';
import { ShadowEvaluation } from './shadow-evaluation.ts';
import { missOf, Spreads } from './spread.ts';
import { wantAll } from './wants.ts';

export interface TournamentOptions {
  readonly timing: Timing;
  /** The share of demand that may be lost. */
  readonly lost: number;
  /** The active strategy; it stays while no other is clearly cheaper. */
  readonly current?: Candidate | undefined;
}

const DAY = 86_400;
/** Uses a little less than the allowed loss, because the future differs from the past. */
const SAFETY = 0.9;
/** The active strategy stays while it meets the objective and none is cheaper by more than this share. */
const STICKY = 0.01;
/** Shorter steps, in seconds, have no unevenness to estimate. */
const HIDES = 10;
/** In steps of less than a minute, demand is about so much as uneven as between them. */
const SHORT_STEPS = 0.6;

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
  /** Second differences of readings, squared: how uneven demand is within a step. */
  #bends = 0;
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
    this.#outlook = new Outlook(timing);
    this.#learned = new Regression(INPUTS, LEVEL_INPUT, step);
    this.#learnedPeak = new Regression(INPUTS, LEVEL_INPUT, step);
    this.#spreads = new Spreads(step);
    this.#shadows = new ShadowEvaluation(timing);
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
    const foreseeable = this.#foreseeable.add(demand);
    this.#expected.add(foreseeable);
    this.#shadows.settle(foreseeable, this.#uneven());
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

  /** The cheapest candidate that would have met the objective, or the one that would have lost least if none would. */
  winner(): Winner | null {
    const seen = this.#demand.length * this.#timing.step;
    if (seen < LEAST_SEEN) return null;
    this.#current = this.#pick();
    const candidate = CANDIDATES[this.#current] as Candidate;
    const shareLost = this.#shadows.shareLost(this.#current);
    return {
      candidate,
      capacity: this.#shadows.capacity(this.#current),
      shareLost,
      keeps: shareLost <= this.#lost,
      of: CANDIDATES.length,
      seen,
      ...this.#calibration(candidate),
    };
  }

  #pick(): number {
    const shadows = this.#shadows;
    const allowed = this.#lost * SAFETY;
    const shares = Float64Array.from(CANDIDATES, (_, each) => shadows.shareLost(each));
    if (Math.min(...shares) <= allowed) return this.#cheapest(shares, allowed);
    // Demand that none could have served, such as a sudden flood, does not distinguish the candidates.
    const unavoidable = shadows.unavoidable();
    const beyond = shares.map((_, each) => shadows.shareBeyond(each, unavoidable));
    return this.#cheapest(beyond, Math.max(allowed, Math.min(...beyond)));
  }

  /** The cheapest candidate that loses no more than the budget. */
  #cheapest(shares: Float64Array, budget: number): number {
    const { paid } = this.#shadows;
    let cheapest = -1;
    shares.forEach((share, each) => {
      if (share <= budget && (cheapest < 0 || (paid[each] as number) < (paid[cheapest] as number))) cheapest = each;
    });
    const current = this.#current;
    const stays =
      current >= 0 &&
      (shares[current] as number) <= budget &&
      (paid[current] as number) <= (paid[cheapest] as number) * (1 + STICKY);
    return stays ? current : cheapest;
  }

  #calibration({ want }: Candidate): Pick<Winner, 'misses' | 'weights' | 'dayBefore'> {
    if (want.by === 'headroom') return { misses: [], weights: [], dayBefore: [] };
    const forecast = FORECASTS.indexOf(want.forecast);
    const misses = Array.from({ length: STATES }, (_, state) => short(this.#spreads.of(forecast, want.spread, state)));
    const learned =
      want.forecast === 'learned' ? this.#learned : want.forecast === 'learnedPeak' ? this.#learnedPeak : null;
    const usesDay = learned !== null || want.forecast === 'season' || want.forecast === 'day';
    return {
      misses,
      weights: Array.from(learned?.weights ?? [], short),
      dayBefore: usesDay ? this.#day.stored() : [],
    };
  }

  /** Learns from the step whose forecast horizon, and the two minutes after it, are now known. */
  #learn(): void {
    const demand = this.#demand;
    const ago = this.#pending.length - 1;
    if (demand.length <= ago) return;
    const { forecasts, inputs, state } = this.#pendingAt(ago);
    const came = this.#expected.at(this.#peakSteps - 1);
    const peak = this.#expected.max(this.#peakSteps);
    for (let each = 0; each < FORECASTS.length; each += 1) {
      const forecast = forecasts[each] as number;
      if (forecast < 0) continue;
      this.#spreads.add(each, state, missOf(forecast, FORECASTS[each] === 'learnedPeak' ? peak : came));
    }
    const weight = 1 / ((inputs[LEVEL_INPUT] as number) + 0.5);
    this.#learned.learn(inputs, came, weight);
    this.#learnedPeak.learn(inputs, peak, weight);
  }

  /** The forecasts that were made `ago` steps before the newest reading. */
  #pendingAt(ago: number): Pending {
    return this.#pending[(this.#demand.length - 1 - ago) % this.#pending.length] as Pending;
  }

  /** The unevenness within a step, estimated from second differences. It assumes the same variance within and between steps. */
  #uneven(): number {
    const demand = this.#demand;
    if (this.#timing.step < HIDES || demand.length < 5) return 0;
    const bend = (demand.at(0) - 2 * demand.at(1) + demand.at(2)) ** 2;
    // A single burst is not unevenness: extreme values count as nine times the usual one.
    this.#bends = faded(this.#bends, Math.min(bend, 9 * (this.#bends || bend) + 0.01));
    return Math.sqrt(this.#bends / 2) * (this.#timing.step < 60 ? SHORT_STEPS : 1);
  }
}

/** Compares without regard to the order of fields, which storage may change. */
function isSame(one: Candidate, other: Candidate): boolean {
  const fields = ({ want, hold, coarse }: Candidate) =>
    [
      hold,
      coarse,
      ...(want.by === 'headroom' ? [want.load, want.window] : [want.forecast, want.spread, want.times]),
    ].join();
  return fields(one) === fields(other);
}

const faded = (mean: number, value: number): number => mean * 0.995 + value * 0.005;
