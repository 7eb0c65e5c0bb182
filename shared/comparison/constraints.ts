import type { Decision } from '../decision/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Scenario } from '../simulation/index.ts';

/**
 * Says that a demand gives a policy nothing to decide: usually it is in another unit than the scenario. `peak`: workers that
 * the highest demand needs. `min`: workers that are always there, and `name` what the note calls them.
 */
export function smallDemandNotes(
  scenario: Scenario,
  peak: number,
  { min, name }: { readonly min: number; readonly name: string },
): string[] {
  if (peak > min) return [];
  const field = scenario.kind === 'queue' ? 'taskSeconds' : 'workerRate';
  const remedy = scenario.peakWorkers === undefined ? `check ${field}, or set peakWorkers` : 'set a higher peakWorkers';
  return [`the demand never needs more than ${name}: ${remedy} in the scenario`];
}

/** Above these shares of the evaluations, a note is shown. */
const BLIND = 0.05;
const AT_MAX = 0.01;
const OVER_BUDGET = 0.01;

/** Counts what constrained a policy. Without a note, its figures would look like the policy's fault. */
export class Constraints {
  #evaluations = 0;
  #blind = 0;
  #atMax = 0;
  #overBudget = 0;

  decided({ blind, blockedBy }: Decision): void {
    this.#evaluations += 1;
    if (blind.length > 0) this.#blind += 1;
    if (blockedBy === 'at-max') this.#atMax += 1;
    if (blockedBy === 'budget') this.#overBudget += 1;
  }

  /** Null if `capacity.max` was high enough. */
  maxSentence({ capacity }: Policy): string | null {
    const share = this.#share(this.#atMax);
    if (share < AT_MAX) return null;
    return `The policy wanted more than capacity.max, ${capacity.max}, in ${(100 * share).toFixed(0)} % of its evaluations.`;
  }

  sentences({ capacity }: Policy): string[] {
    const countText = (count: number) => `in ${count} of ${this.#evaluations} evaluations`;
    return [
      ...(this.#share(this.#blind) >= BLIND ? [`the policy had no data for a metric ${countText(this.#blind)}`] : []),
      ...(this.#share(this.#atMax) >= AT_MAX
        ? [`capacity.max, ${capacity.max}, limited it ${countText(this.#atMax)}`]
        : []),
      ...(this.#share(this.#overBudget) >= OVER_BUDGET
        ? [`guards.budget limited it ${countText(this.#overBudget)}`]
        : []),
    ];
  }

  #share(count: number): number {
    return this.#evaluations > 0 ? count / this.#evaluations : 0;
  }
}
