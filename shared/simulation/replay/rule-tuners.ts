import { isLearning, isLearningDue, learningSeconds, RuleLearner, withBoot } from '../../decision/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import type { LearningRule } from '../../rules/index.ts';
import type { DecisionMemory } from '../../state/index.ts';

type Observed = Omit<Observation, 'history' | 'desired'>;
type Tuned = DecisionMemory['tuned'];

interface RuleTuner {
  readonly rule: LearningRule;
  readonly tuner: RuleLearner;
}

/**
 * Tunes as production does every 15 minutes, but on the whole past of the replay, read incrementally. When the warm pool
 * that the rules count with changes, they begin again on the past that a deployed group reads.
 */
export class RuleTuners {
  readonly #policy: Policy;
  /** The policy as the rules count with the pool. */
  #inForce: Policy;
  #tuners: readonly RuleTuner[];
  readonly #kept: number;
  readonly #past = new Map<string, { at: number; value: number }[]>();

  /** `keeps`: whether the pool may change. */
  constructor(policy: Policy, keeps: boolean) {
    this.#policy = policy;
    this.#inForce = policy;
    this.#tuners = tunersOf(policy, {});
    this.#kept = keeps ? Math.max(0, ...this.#tuners.map(({ rule }) => learningSeconds(rule))) * 1000 : 0;
  }

  retuned(before: Tuned, observed: Observed): Tuned {
    this.#keep(observed);
    const inForce = withBoot(this.#policy, observed);
    if (inForce !== this.#inForce) this.#begin(inForce, before, observed);
    let tuned = before;
    for (const { rule, tuner } of this.#tuners) {
      tuner.read(observed);
      if (!isLearningDue(rule, inForce, tuned[rule.name], observed.now)) continue;
      const found = tuner.learned();
      if (found) tuned = { ...tuned, [rule.name]: found };
    }
    return tuned;
  }

  #begin(inForce: Policy, before: Tuned, observed: Observed): void {
    this.#inForce = inForce;
    this.#tuners = tunersOf(inForce, before);
    const metrics = { ...observed.metrics, ...Object.fromEntries(this.#past) };
    for (const { tuner } of this.#tuners) tuner.read({ ...observed, metrics });
  }

  #keep({ now, metrics }: Observed): void {
    if (this.#kept === 0) return;
    for (const [name, points] of Object.entries(metrics)) {
      const past = this.#past.get(name) ?? [];
      const newest = past.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
      for (const point of points ?? []) if (point.at > newest) past.push(point);
      const old = past.findIndex(({ at }) => at > now - this.#kept);
      // Rarely, because it moves all of them.
      if (old > 1000) past.splice(0, old);
      this.#past.set(name, past);
    }
  }
}

const tunersOf = (policy: Policy, before: Tuned): RuleTuner[] =>
  policy.rules
    .filter(isLearning)
    .map((rule) => ({ rule, tuner: new RuleLearner(rule, policy, before[rule.name] ?? null) }));
