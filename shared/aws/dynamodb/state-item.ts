import type { GroupState } from '../../evaluation/model.ts';
import { groupOf, type Item } from './table.ts';

/** A STATE item as the state it stands for. What no write has set yet is absent from the item, and has its empty value. */
export function stateOf(item: Item): GroupState {
  const held = item as Partial<GroupState>;
  return {
    group: groupOf(item),
    revision: held.revision ?? 0,
    version: held.version ?? null,
    faults: held.faults ?? [],
    desired: held.desired ?? null,
    lastOutAt: held.lastOutAt ?? null,
    lastInAt: held.lastInAt ?? null,
    ruleFiredAt: held.ruleFiredAt ?? {},
    proposals: held.proposals ?? [],
    changes: held.changes ?? [],
    missing: held.missing ?? {},
    readings: held.readings ?? {},
    claim: held.claim ?? null,
    draining: held.draining ?? [],
    launched: held.launched ?? [],
    unavailable: held.unavailable ?? {},
    dueAt: held.dueAt ?? null,
  };
}
