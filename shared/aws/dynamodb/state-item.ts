import type { GroupState } from '../../evaluation/model.ts';
import { DUE_INDEX } from '../names.ts';
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
    tuned: held.tuned ?? {},
    readings: held.readings ?? {},
    claim: held.claim ?? null,
    draining: held.draining ?? [],
    launched: held.launched ?? [],
    unavailable: held.unavailable ?? {},
    unfulfilled: held.unfulfilled ?? 0,
    breaker: held.breaker ?? null,
    warned: held.warned ?? [],
    replacing: held.replacing ?? 0,
    spared: held.spared ?? [],
    retiring: held.retiring ?? false,
    dueAt: held.dueAt ?? null,
  };
}

/** What a group without a policy is left with: nothing that, put back some day, it would be brought to or held to. */
export const FORGOTTEN: Item = {
  ...{ version: null, retiring: null, faults: [], refusedAt: null },
  ...{ desired: null, lastOutAt: null, lastInAt: null, ruleFiredAt: null, unfulfilled: null, breaker: null },
  ...{ replacing: null, spared: null, proposals: null, changes: null, missing: null, tuned: null, readings: null },
};
/** And when nothing of it is left to finish. */
export const OUT_OF_FORCE: Item = { ...FORGOTTEN, dueAt: null, [DUE_INDEX.partition]: null };
