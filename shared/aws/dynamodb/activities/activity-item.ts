import type * as z from 'zod';
import { type Activity, becauseOfRecord, type Intent, recordFault, wrongFields } from '../../../evaluation/index.ts';
import { faultsOf, PARSING, type Parsed } from '../../../model/index.ts';
import { activitySort, EXPIRES_ATTRIBUTE, KEY } from '../../../names/index.ts';
import { decisionDocument, readDecision } from '../../../presentation/index.ts';
import { formatOf } from '../../../providers/index.ts';
import { groupOf, type Item, keyOf } from '../table.ts';
import { earlierIntent, earlierOutcome } from './activity-item-earlier.ts';
import { activityFields, intent, outcome } from './activity-schema.ts';

/**
 * Schema version of an activity's item. Version 1 has no version attribute, supports one provider, and keeps the plan
 * among the intent's fields. In version 2, `error` is a text.
 */
const SCHEMA_VERSION = 3;
const KEPT_DAYS = 90;
const SECONDS_PER_DAY = 86_400;

/** The activity's fields with its keys. Activities are history: DynamoDB may delete them after 90 days. */
export const activityItem = (activity: Activity): Item => ({
  ...activity,
  decision: decisionDocument(activity.decision),
  schemaVersion: SCHEMA_VERSION,
  ...keyOf(activity.group, activitySort(activity.id)),
  [EXPIRES_ATTRIBUTE]: Math.floor(activity.startedAt / 1000) + KEPT_DAYS * SECONDS_PER_DAY,
});

/** Throws an error that names the activity when the item has a newer schema version, or content that this version cannot use. */
export function activityOf(item: Item): Activity {
  const name = { activity: String(item['id'] ?? item[KEY.sort]), group: groupOf(item) };
  const version = item['schemaVersion'] ?? 1;
  if (typeof version === 'number' && version > SCHEMA_VERSION) {
    throw recordFault(becauseOfRecord['activity-newer']({ ...name, version, known: SCHEMA_VERSION }));
  }
  const valid = <T>(parsed: Parsed<T>, path = ''): T => {
    if (parsed.ok) return parsed.value;
    const faults = parsed.faults.map((fault) => ({ ...fault, path: [path, fault.path].filter(Boolean).join('.') }));
    throw recordFault(becauseOfRecord['activity-invalid']({ ...name, ...wrongFields(faults) }));
  };
  const isEarlier = version === 1;
  const fields = valid(parsedBy(activityFields, item));
  const decision = valid(readDecision(item['decision']), 'decision');
  const planned = valid(parsedBy(isEarlier ? earlierIntent : intent, item['intent']), 'intent');
  const done = valid(parsedBy((isEarlier ? earlierOutcome : outcome).nullable(), item['outcome']), 'outcome');
  const plan = valid(planOf(planned), 'intent.plan');
  return { ...fields, decision, intent: { ...planned, plan }, outcome: done };
}

function parsedBy<T>(schema: z.ZodType<T>, written: unknown): Parsed<T> {
  const parsed = schema.safeParse(written, PARSING);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, faults: faultsOf(parsed.error) };
}

/** The plan, parsed by its provider. The plan of an unknown provider is returned unparsed. */
function planOf({ provider, plan }: Intent): Parsed<unknown> {
  const format = formatOf(provider);
  return plan === null || !format ? { ok: true, value: plan } : parsedBy(format.planSchema, plan);
}
