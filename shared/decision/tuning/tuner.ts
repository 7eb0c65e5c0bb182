import type { Observation, Policy, Tuned } from '../../policy/index.ts';
import { fleetOf } from '../fleet.ts';
import { Forecaster } from '../forecast/index.ts';
import type { Timing } from '../foresight.ts';
import { Tournament } from '../objective/index.ts';
import { Readings } from '../readings.ts';
import { basisOf, type TunedRule } from './basis.ts';
import { tuningSeconds } from './due.ts';
import { evenly } from './evenly.ts';
import { busyWorkers } from './load.ts';
import { timingOf } from './timing.ts';

/** Finds out, on a metric's recorded past, what drives a rule that tunes itself. */
export class Tuner {
  readonly #rule: TunedRule;
  readonly #policy: Policy;
  readonly #before: Tuned | null;
  #core: Core | null = null;
  #newest = 0;

  /** `before`: what drives so far, which stays where it is as good as anything. */
  constructor(rule: TunedRule, policy: Policy, before: Tuned | null = null) {
    this.#rule = rule;
    this.#policy = policy;
    this.#before = before;
  }

  /** Takes in the readings that have come since it was last shown some. */
  read(observation: Omit<Observation, 'history'>): void {
    const policy = this.#policy;
    const { now, desired } = observation;
    const fleet = fleetOf(policy, observation);
    const readings = new Readings(policy, observation, desired ?? fleet.live, fleet);
    const { points, step } = readings.past(this.#rule.metric);
    const newest = points.at(-1)?.at;
    if (newest === undefined || newest <= this.#newest) return;
    if (this.#core === null) {
      // How far apart readings are is not seen of a single one.
      if (points.length < 2) return;
      this.#core = coreOf(this.#rule, timingOf(this.#rule, policy, step, (now - newest) / 1000), this.#before);
      this.#newest = (points[0]?.at ?? newest) - this.#core.timing.step * 1000;
    }
    const pace = this.#core.timing.step;
    const since = Math.min(tuningSeconds(this.#rule), (newest - this.#newest) / 1000);
    const most = Math.max(1, Math.round(since / pace));
    for (const value of evenly(points, { newest, step: pace, most })) this.#core.add(busyWorkers(value, this.#rule));
    this.#newest = newest;
  }

  /** Null while too little was seen. */
  tuned(): Tuned | null {
    return this.#core?.tuned(this.#newest, basisOf(this.#rule, this.#policy)) ?? null;
  }
}

interface Core {
  readonly timing: Timing;
  add(value: number): void;
  tuned(at: number, basis: string): Tuned | null;
}

function coreOf(rule: TunedRule, timing: Timing, before: Tuned | null): Core {
  if (rule.kind === 'objective') {
    const current = before?.kind === 'objective' ? before.winner.candidate : undefined;
    const tournament = new Tournament({ timing, lost: rule.lost, current });
    return {
      timing,
      add: (value) => tournament.add(value),
      tuned: (at, basis) => {
        const winner = tournament.winner();
        if (!winner) return null;
        // Of nearly no demand that strays widely, more than all is reckoned as lost.
        const shareLost = Math.min(1, winner.shareLost);
        return { kind: 'objective', at, basis, timing, winner: { ...winner, shareLost } };
      },
    };
  }
  const forecaster = new Forecaster({ timing, quantile: rule.quantile, season: rule.season });
  return {
    timing,
    add: (value) => forecaster.add(value),
    tuned: (at, basis) => {
      const calibrated = forecaster.calibrated();
      return calibrated && { kind: 'forecast', at, basis, timing, calibrated };
    },
  };
}
