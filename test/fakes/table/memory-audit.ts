import type { AuditEntry, AuditQuery, AuditTrail } from '../../../shared/operations/index.ts';
import { Calls } from '../calls.ts';
import { copyOf } from '../copy.ts';

/** The audit trail in memory. `calls` counts `record` and `list`, and can be told to fail. */
export class MemoryAudit implements AuditTrail {
  readonly calls = new Calls();
  readonly #entries = new Map<string, AuditEntry>();

  async record(entry: AuditEntry): Promise<void> {
    await this.calls.enter('record');
    this.#entries.set(entry.id, copyOf(entry));
  }

  async list({ group, from, limit, after }: AuditQuery): Promise<AuditEntry[]> {
    await this.calls.enter('list');
    const wanted = [...this.#entries.values()]
      .filter((entry) => group === undefined || entry.group === group)
      .filter(({ at, id }) => at >= from && (after === undefined || id < after.id));
    return copyOf(wanted.sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit));
  }
}
