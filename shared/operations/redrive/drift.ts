import { isDeepStrictEqual } from 'node:util';
import { type Acceptance, type GroupStates, type PolicyRecords, wrongFields } from '../../evaluation/index.ts';
import type { Reason } from '../../model/index.ts';
import { indexedGroups } from '../groups/known-groups.ts';
import { because } from './reasons.ts';

interface Kept {
  readonly records: PolicyRecords;
  readonly states: Pick<GroupStates, 'due'>;
}

/** Groups whose policy item differs from the active version: an event was lost, or the document was rejected. */
export async function driftedGroups({ records, states }: Kept): Promise<string[]> {
  // Every group with an active version is in the index, even after its item was deleted.
  const groups = [...new Set([...(await records.groups()), ...(await indexedGroups({ states }))])].sort();
  const drifted: string[] = [];
  for (const group of groups) if (!(await isInLine(group, records))) drifted.push(group);
  return drifted;
}

async function isInLine(group: string, records: PolicyRecords): Promise<boolean> {
  const [item, { newest, inForce, errors, deleting }] = await Promise.all([records.item(group), records.status(group)]);
  if (!item) return inForce === null || deleting;
  const isNewest = newest !== null && isDeepStrictEqual(newest.document, item.document);
  return isNewest && inForce === newest.version && errors.length === 0 && !deleting;
}

export function acceptedReason(acceptance: Acceptance): Reason {
  const { group, result } = acceptance;
  if (result === 'refused') return because['policy-rejected']({ group, ...wrongFields(acceptance.faults) });
  if (result === 'retired') return because['policy-item-deleted']({ group });
  return because['policy-accepted']({ group, version: acceptance.version });
}
