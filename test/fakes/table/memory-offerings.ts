import type { UnavailableOfferings } from '../../../shared/evaluation/ports.ts';
import { Calls } from '../calls.ts';

/** The account's unavailable offerings in memory. `calls` counts `read` and `note`, and can be told to fail. */
export class MemoryOfferings implements UnavailableOfferings {
  readonly calls = new Calls();
  readonly until = new Map<string, number>();

  async read(): Promise<ReadonlyMap<string, number>> {
    await this.calls.enter('read');
    return new Map(this.until);
  }

  async note(offerings: readonly string[], until: number): Promise<void> {
    await this.calls.enter('note');
    for (const offering of offerings) this.until.set(offering, until);
  }
}
