import type { Wake, Wakes } from '../../../shared/evaluation/ports.ts';
import { Calls } from '../calls.ts';
import { copyOf } from '../copy.ts';

/** Evaluations for pushes in memory. `calls` counts `read` and `note`, and can be told to fail. */
export class MemoryWakes implements Wakes {
  readonly calls = new Calls();
  readonly noted = new Map<string, Wake>();

  async read(groups: readonly string[]): Promise<ReadonlyMap<string, Wake>> {
    await this.calls.enter('read');
    return new Map([...this.noted].filter(([group]) => groups.includes(group)));
  }

  async note(group: string, wake: Wake, seen: Wake | null): Promise<boolean> {
    await this.calls.enter('note');
    if (this.noted.get(group)?.at !== seen?.at) return false;
    this.noted.set(group, copyOf(wake));
    return true;
  }
}
