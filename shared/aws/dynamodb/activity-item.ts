import type { Activity } from '../../evaluation/index.ts';
import { activitySort, EXPIRES_ATTRIBUTE, KEY } from '../../names/index.ts';
import { faultText } from '../../policy/index.ts';
import { decisionDocument, readDecision } from '../../presentation/index.ts';
import { moduleOf } from '../../providers/index.ts';
import { earlierIntent, earlierOutcome } from './activity-item-earlier.ts';
import { type Item, keyOf } from './table.ts';

/** Schema version of an activity's item. Version 1 has no version attribute, supports one provider, and keeps the plan among the intent's fields. */
const SCHEMA_VERSION = 2;
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
  const {
    [KEY.partition]: _group,
    [KEY.sort]: _id,
    [EXPIRES_ATTRIBUTE]: _expires,
    schemaVersion = 1,
    ...fields
  } = item;
  const { id, group } = fields;
  const name = `activity ${String(id)} of ${String(group)}`;
  if (typeof schemaVersion !== 'number' || schemaVersion > SCHEMA_VERSION) {
    throw new Error(
      `${name} has schema version ${String(schemaVersion)}; this version of Headcount reads up to ${SCHEMA_VERSION}: update Headcount`,
    );
  }
  const decision = readDecision(fields['decision']);
  if (!decision.ok)
    throw new Error(`the decision of ${name} cannot be read: ${decision.faults.map(faultText).join('; ')}`);
  const activity = { ...fields, decision: decision.value } as unknown as Activity;
  if (schemaVersion === 1) {
    const intent = earlierIntent(fields['intent']);
    return { ...activity, notes: [], intent, outcome: earlierOutcome(fields['outcome']) };
  }
  return { ...activity, intent: { ...activity.intent, plan: planOf(activity, name) } };
}

/** The plan, parsed by its provider. The plan of an unknown provider is returned unparsed. */
function planOf({ intent: { provider, plan } }: Activity, name: string): unknown {
  const module = moduleOf(provider);
  if (plan === null || !module) return plan;
  const parsed = module.planSchema.safeParse(plan);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`the plan of ${name} cannot be read: ${issue?.path.join('.')}: ${issue?.message}`);
}
