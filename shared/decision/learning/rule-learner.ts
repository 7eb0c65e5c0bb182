import { fleetOf } from '../../model/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import {
  bootOf,
  evenDemand,
  type Learned,
  type Learner,
  type LearningRule,
  poolOf,
  type Rule,
  type RuleLearning,
  type Timing,
  timingOf,
} from '../../rules/index.ts';
import { Readings } from '../readings/index.ts';
import { basisOf, learningOf } from './basis.ts';

/** Learns from a metric's recorded past what drives a rule that tunes itself. */
export class RuleLearner {
  readonly #rule: LearningRule;
  readonly #policy: Policy;
  readonly #learning: RuleLearning<Rule, Learned>;
  readonly #before: Learned | null;
  readonly #delay: number | null;
  #begun: { readonly timing: Timing; readonly learner: Learner<Learned> } | null = null;
  #newest = 0;

  /**
   * `before`: what drives the rule so far; it stays while nothing is clearly better. `delay`: seconds from the end of the
   * newest reading until an evaluation sees it; null: as old as it is when it is read first.
   */
  constructor(rule: LearningRule, policy: Policy, before: Learned | null = null, delay: number | null = null) {
    this.#rule = rule;
    this.#policy = policy;
    this.#learning = learningOf(rule);
    this.#before = before?.kind === rule.kind && this.#learning.isUsable(before) ? before : null;
    this.#delay = delay;
  }

  /** Takes in the readings that have come since it was last shown some. */
  read(observation: Omit<Observation, 'history'>): void {
    const [policy, rule, learning] = [this.#policy, this.#rule, this.#learning];
    const { now, desired } = observation;
    const fleet = fleetOf(policy, observation);
    const readings = new Readings(policy, observation, desired ?? fleet.live, fleet);
    const { points, step } = readings.past(learning.metric(rule));
    const newest = points.at(-1)?.at;
    if (newest === undefined || newest <= this.#newest) return;
    if (this.#begun === null) {
      // The time between readings needs at least two of them.
      if (points.length < 2) return;
      const age = this.#delay === null ? (now - newest) / 1000 : step + this.#delay;
      const timing = timingOf(
        bootOf(rule, policy.warmup),
        policy.behavior.in.drain,
        step,
        age,
        learning.usesPool ? poolOf(rule) : undefined,
      );
      this.#begun = { timing, learner: learning.learner(rule, timing, this.#before) };
      this.#newest = (points[0]?.at ?? newest) - timing.step * 1000;
    }
    const { timing, learner } = this.#begun;
    const since = Math.min(learning.seconds, (newest - this.#newest) / 1000);
    const most = Math.max(1, Math.round(since / timing.step));
    const grid = { newest, step: timing.step, most };
    for (const busy of evenDemand(points, grid, learning.perWorker(rule))) learner.add(busy);
    this.#newest = newest;
  }

  /** Null while too little was seen. */
  learned(): Learned | null {
    const found = this.#begun?.learner.found(this.#newest);
    if (!this.#begun || !found) return null;
    const { kind } = this.#rule;
    const basis = basisOf(this.#rule, this.#policy);
    return { kind, at: this.#newest, basis, timing: this.#begun.timing, ...found } as Learned;
  }
}
