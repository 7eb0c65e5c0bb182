import type { Decision } from '../decision/index.ts';
import type { Policy } from '../policy/index.ts';

/** Shares of the evaluations from which on a person should know. */
const BLIND = 0.05;
const AT_MAX = 0.01;

/** Counts what kept a policy from deciding freely: a table of its figures alone would blame the policy. */
export class HeldBack {
  #evaluations = 0;
  #blind = 0;
  #atMax = 0;

  decided({ blind, blockedBy }: Decision): void {
    this.#evaluations += 1;
    if (blind.length > 0) this.#blind += 1;
    if (blockedBy === 'at-max') this.#atMax += 1;
  }

  sentences({ capacity }: Policy): string[] {
    const share = (count: number) => (this.#evaluations > 0 ? count / this.#evaluations : 0);
    const countText = (count: number) => `in ${count} of ${this.#evaluations} evaluations`;
    return [
      ...(share(this.#blind) >= BLIND ? [`the policy had no data for a metric ${countText(this.#blind)}`] : []),
      ...(share(this.#atMax) >= AT_MAX ? [`capacity.max, ${capacity.max}, limited it ${countText(this.#atMax)}`] : []),
    ];
  }
}
