import type { CostRecords } from '../../../shared/evaluation/ports.ts';
import type { HourCost } from '../../../shared/prices/index.ts';
import { Calls } from '../calls.ts';

/** Costs of hours in memory. `calls` counts `store` and `between`, and can be told to fail. */
export class MemoryCosts implements CostRecords {
  readonly calls = new Calls();
  readonly #hours = new Map<string, Map<number, HourCost>>();

  async store(group: string, hours: readonly HourCost[]): Promise<void> {
    await this.calls.enter('store');
    const known = this.#hours.get(group) ?? new Map<number, HourCost>();
    for (const hour of hours) known.set(hour.at, rounded(hour));
    this.#hours.set(group, known);
  }

  async between(group: string, from: number, to: number): Promise<HourCost[]> {
    await this.calls.enter('between');
    const hours = [...(this.#hours.get(group)?.values() ?? [])];
    return hours.filter(({ at }) => at >= from && at < to).toSorted((one, other) => one.at - other.at);
  }
}

const rounded = ({ at, usd, savedUsd, seconds, spotSeconds }: HourCost): HourCost => ({
  ...{ at, usd: Math.round(usd * 1e6) / 1e6, savedUsd: Math.round(savedUsd * 1e6) / 1e6 },
  ...{ seconds: Math.round(seconds), spotSeconds: Math.round(spotSeconds) },
});
