import type { GroupSizing, SizingRecords, StoredSizing } from '../../../shared/evaluation/ports.ts';
import { Calls } from '../calls.ts';
import { copyOf } from '../copy.ts';

/** What right-sizing has found, in memory. `calls` counts each method, and can be told to fail. */
export class MemorySizings implements SizingRecords {
  readonly calls = new Calls();
  readonly #groups = new Map<string, GroupSizing>();

  async read(groups: readonly string[]): Promise<ReadonlyMap<string, GroupSizing>> {
    await this.calls.enter('read');
    return copyOf(new Map([...this.#groups].filter(([group]) => groups.includes(group))));
  }

  async need(group: string, now: number): Promise<void> {
    await this.calls.enter('need');
    this.#groups.set(group, { ...this.#groups.get(group), neededAt: now });
  }

  async all(): Promise<ReadonlyMap<string, GroupSizing>> {
    await this.calls.enter('all');
    return copyOf(this.#groups);
  }

  async tried(group: string, now: number): Promise<void> {
    await this.calls.enter('tried');
    this.#groups.set(group, { ...this.#groups.get(group), triedAt: now });
  }

  async store(group: string, sizing: StoredSizing): Promise<void> {
    await this.calls.enter('store');
    this.#groups.set(group, { ...this.#groups.get(group), sizing: copyOf(sizing) });
  }
}
