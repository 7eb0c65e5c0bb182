import type { StageCounters, StageCounts } from '../../../shared/evaluation/ports.ts';
import { Calls } from '../calls.ts';
import { copyOf } from '../copy.ts';

/** The counts of a stage in memory. `calls` counts the methods, and can be told to fail. */
export class MemoryCounts implements StageCounters {
  readonly calls = new Calls();
  readonly #evaluations = new Map<keyof StageCounts['evaluations'], number>();
  #apiErrors = 0;

  async add({ evaluations = {}, apiErrors = 0 }: Partial<StageCounts>): Promise<void> {
    await this.calls.enter('add');
    for (const [result, more] of Object.entries(evaluations) as [keyof StageCounts['evaluations'], number][]) {
      if (more > 0) this.#evaluations.set(result, (this.#evaluations.get(result) ?? 0) + more);
    }
    this.#apiErrors += apiErrors;
  }

  async read(): Promise<StageCounts> {
    await this.calls.enter('read');
    return copyOf({ evaluations: Object.fromEntries(this.#evaluations), apiErrors: this.#apiErrors });
  }
}
