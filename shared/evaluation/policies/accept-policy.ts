import { isDeepStrictEqual } from 'node:util';
import { completedPolicy, type Policy, parseDeployable, type ValidationError } from '../../policy/index.ts';
import { AlarmRefused, type Alarms, type BoundAlarm, type PolicyRecords, type StoredVersion } from '../ports.ts';
import { evaluationError } from '../reasons.ts';
import { boundAlarms } from '../triggers/bound-alarms.ts';
import { readAccepted } from './read-accepted.ts';

export interface AcceptDependencies {
  readonly records: PolicyRecords;
  readonly alarms: Alarms;
  readonly clock: () => number;
}
export type Acceptance =
  | {
      readonly result: 'accepted' | 'unchanged';
      readonly group: string;
      readonly version: number;
      readonly alarms: { put: number; deleted: number };
    }
  | { readonly result: 'refused'; readonly group: string; readonly faults: readonly ValidationError[] }
  /** `draining`: the version in force takes the group to zero first; else its workers are released, nobody resizes them. */
  | { readonly result: 'retired'; readonly group: string; readonly draining: boolean };

/**
 * Brings a group in line with its policy document as it stands now, whatever event told of it: so a late, doubled or
 * reordered event does no harm. A valid document becomes a version in force and arms its alarms; a faulty one leaves
 * the last good version in force; a deleted one takes the group out, as the last version's `onDelete` says.
 */
export async function acceptPolicy(group: string, { records, alarms, clock }: AcceptDependencies): Promise<Acceptance> {
  const item = await records.item(group);
  if (!item) {
    await alarms.keep(group, []);
    const { newest, inForce } = await records.standing(group);
    const draining = inForce !== null && drainsWhenDeleted(newest);
    await records.policyDeleted(group, clock(), draining);
    return { result: 'retired', group, draining };
  }
  const parsed = parseDeployable(item.document);
  const faults = [
    ...(parsed.ok ? [] : parsed.faults),
    ...foreignName((item.document as { group?: unknown }).group, group),
  ];
  if (!parsed.ok || faults.length > 0) {
    await records.refuse(group, faults);
    return { result: 'refused', group, faults };
  }
  // Alarms first: should the rest fail, the event comes again; an alarm too many only wakes an evaluation.
  const kept = await keepOrRefused(alarms, group, boundAlarms(parsed.value));
  const { newest, inForce, errors: noted, deleting } = await records.standing(group);
  const isNewDocument = !newest || !isDeepStrictEqual(newest.document, item.document);
  if (kept instanceof AlarmRefused) {
    const refused = [faultOf(kept, parsed.value)];
    await records.refuse(group, refused);
    // Those put before the refused one are the new document's: what is in force gets its own back.
    if (isNewDocument) await alarms.keep(group, inForce === null ? [] : alarmsOf(newest));
    return { result: 'refused', group, faults: refused };
  }
  if (isNewDocument) {
    const version = Math.max(newest?.version ?? 0, inForce ?? 0) + 1;
    const isNew = await records.accept({
      ...{ ...item, group, version, at: clock() },
      completed: completedPolicy(parsed.value),
    });
    // The other one may have read an older document than this: the event comes again, and finds out.
    if (!isNew) throw new Error(`version ${version} of ${group} exists already: another acceptance was quicker`);
    return { result: 'accepted', group, version, alarms: kept };
  }
  const { version } = newest;
  if (inForce === version && noted.length === 0 && !deleting)
    return { result: 'unchanged', group, version, alarms: kept };
  await records.reinstate(group, version, clock());
  return { result: 'accepted', group, version, alarms: kept };
}

async function keepOrRefused(alarms: Alarms, group: string, wanted: readonly BoundAlarm[]) {
  try {
    return await alarms.keep(group, wanted);
  } catch (error) {
    if (error instanceof AlarmRefused) return error;
    throw error;
  }
}

function drainsWhenDeleted(newest: StoredVersion | null): boolean {
  const parsed = newest && readAccepted({ completed: null, ...newest });
  return parsed?.ok === true && parsed.value.onDelete === 'drain';
}

function alarmsOf(newest: StoredVersion | null): BoundAlarm[] {
  const parsed = newest && readAccepted({ completed: null, ...newest });
  return parsed?.ok ? boundAlarms(parsed.value) : [];
}

function faultOf({ rule, message }: AlarmRefused, { rules }: Policy): ValidationError {
  const index = rules.findIndex(({ name }) => name === rule);
  return evaluationError(`rules[${index}]`, 'alarm-refused', { why: message });
}

const foreignName = (named: unknown, group: string): ValidationError[] =>
  typeof named !== 'string' || named === group ? [] : [evaluationError('group', 'foreign-name', { group })];
