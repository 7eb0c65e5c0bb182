import { createHash } from 'node:crypto';
import type { Activity, ClaimRequest, ClaimResult, Claims, SettledChange } from '../../../evaluation/index.ts';
import { lazyModule } from '../../../model/index.ts';
import { activitySort, DUE_INDEX } from '../../../names/index.ts';
import { type Claim, changed } from '../../../state/index.ts';
import { allOf, assignment, expression, valueName } from '../calls/expression.ts';
import { notContended, type Written, written } from '../calls/write.ts';
import {
  asSeen,
  COOLED_DOWN,
  EXISTS,
  IS_NEW,
  OWN_CLAIM,
  RAISE_REVISION,
  REVISION_VALUES,
  UNCLAIMED,
} from '../clauses.ts';
import { keyOf, stateKey, type Table } from '../table.ts';
import { attributesOf, stateOf } from './state-item.ts';

/** A failed condition returns the current item, so the caller sees the holder of the claim without another read. */
const RETURN_CURRENT_ITEM = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

/** Loaded with the first resize, as is much else. */
const activityItems = lazyModule(() => import('../activities/activity-item.ts'));

export function claims(table: Table): Claims {
  return {
    async begin(request) {
      const { activity, leaseUntil } = request;
      const claim = { activity: activity.id, holder: activity.holder, leaseUntil };
      const item = (await activityItems()).activityItem(activity);
      const transaction = {
        ClientRequestToken: requestToken('begin', activity.group, activity.id),
        TransactItems: [
          { Update: { TableName: table.name, Key: stateKey(activity.group), ...beginning(request, claim) } },
          { Put: { TableName: table.name, Item: item, ...expression({ condition: IS_NEW }) } },
        ],
      };
      return resultOf(table, activity.group, claim, await written(() => table.call('TransactWriteItems', transaction)));
    },

    async resume({ state, now, ...claim }) {
      const { group, revision: seen, decision, provider, outbox, counters } = state;
      // Writes whole slices: `settle` updates fields inside them, and an item of the earlier layout has no slices.
      const change = { ...attributesOf({ decision, provider, outbox, counters, claim }), revision: seen + 1 };
      const update = {
        TableName: table.name,
        Key: stateKey(group),
        ...expression({
          update: assignment(change),
          condition: allOf(asSeen(seen), UNCLAIMED),
          values: { ...change, seen, now },
        }),
        ...RETURN_CURRENT_ITEM,
      };
      return resultOf(table, group, claim, await written(() => table.call('UpdateItem', update)));
    },

    async settle(activity, change) {
      const transaction = {
        ClientRequestToken: requestToken(
          'settle',
          activity.group,
          activity.id,
          activity.holder,
          activity.status,
          String(activity.settledAt),
        ),
        TransactItems: [
          { Update: { TableName: table.name, Key: stateKey(activity.group), ...releasing(activity, change) } },
          {
            Update: {
              TableName: table.name,
              Key: keyOf(activity.group, activitySort(activity.id)),
              ...settling(activity),
            },
          },
        ],
      };
      const result = notContended(await written(() => table.call('TransactWriteItems', transaction)));
      return result.kind === 'done';
    },

    async abandon({ group, claim, drains, revision }, activity, now) {
      const change = {
        ...attributesOf({
          drains: drains.filter((drain) => drain.activity !== activity),
          ...(claim?.activity === activity ? { claim: null } : {}),
        }),
        revision: revision + 1,
      };
      const update = {
        TableName: table.name,
        Key: stateKey(group),
        ...expression({
          update: assignment(change),
          condition: allOf(asSeen(revision), UNCLAIMED),
          values: { ...change, seen: revision, now },
        }),
      };
      return notContended(await written(() => table.call('UpdateItem', update))).kind === 'done';
    },
  };
}

function beginning({ state, now, notSince, change: asked }: ClaimRequest, claim: Claim) {
  const { revision: seen } = state;
  const { decision, provider, drains, watch, announced, outbox, counters, spending, rollout, pool } = changed(
    state,
    asked,
  );
  // `settle` updates fields of these maps, so they must exist.
  const slices = attributesOf({
    decision,
    provider,
    outbox,
    counters,
    ...(asked.drains && { drains }),
    ...(asked.watch && { watch }),
    ...(asked.announced && { announced }),
    ...(asked.spending && { spending }),
    ...(asked.rollout && { rollout }),
    ...(asked.pool && { pool }),
    claim,
  });
  const change = { ...slices, revision: seen + 1 };
  const clauses = [asSeen(seen), UNCLAIMED];
  if (notSince) clauses.push(COOLED_DOWN[notSince.direction]);
  return {
    ...expression({
      update: assignment(change),
      condition: allOf(...clauses),
      values: { ...change, seen, now, notSince: notSince?.at },
    }),
    ...RETURN_CURRENT_ITEM,
  };
}

/**
 * Updates single fields, because other writers may have changed the policy and the notices since the claim. The maps
 * exist: the transaction that made the claim wrote them.
 */
function releasing(activity: Activity, change: SettledChange) {
  const { decision, provider, drains, schedule, watch, outbox, counters, pool } = change;
  const whole = {
    ...attributesOf({ ...(drains && { drains }), ...(watch && { watch }), ...(pool && { pool }) }),
    claim: null,
    [DUE_INDEX.sort]: schedule?.dueAt,
  };
  const fields = {
    ...fieldsOf('decision', decision),
    ...fieldsOf('provider', provider),
    ...fieldsOf('outbox', outbox),
    ...fieldsOf('counters', counters),
  };
  const values = Object.fromEntries(Object.entries(fields).map(([path, value]) => [valueName(path), value]));
  return expression({
    update: assignment({ ...whole, ...fields }, [RAISE_REVISION]),
    condition: OWN_CLAIM,
    values: { ...whole, ...values, ...REVISION_VALUES, activity: activity.id, holder: activity.holder },
  });
}

const fieldsOf = (slice: string, change: object = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries(change).map(([field, value]) => [`${slice}.${field}`, value]));

/** Keeps the observation, decision and intent that were written before the resize. `null` is stored as a value; it removes nothing. */
function settling({ status, holder, outcome, error, settledAt }: Activity) {
  return expression({
    update: 'SET #status = :status, #holder = :holder, #outcome = :outcome, #error = :error, #settledAt = :settledAt',
    condition: EXISTS,
    values: { status, holder, outcome, error, settledAt },
  });
}

async function resultOf(table: Table, group: string, claim: Claim, result: Written): Promise<ClaimResult> {
  if (result.kind === 'done') return { won: true };
  const found = result.kind === 'refused' ? result.found[0] : undefined;
  const item = found ?? (await freshState(table, group));
  const state = item ? stateOf(item) : null;
  // If a response is lost, the SDK retries the call, and the retry finds the claim that the first attempt made.
  return isSame(state?.claim, claim) ? { won: true } : { won: false, state };
}

async function freshState(table: Table, group: string) {
  const read = { TableName: table.name, Key: stateKey(group), ConsistentRead: true };
  return (await table.call('GetItem', read)).Item;
}

const isSame = (held: Claim | null | undefined, claim: Claim): boolean =>
  held?.activity === claim.activity && held.holder === claim.holder && held.leaseUntil === claim.leaseUntil;

/** The same token for every retry of a write, so that DynamoDB applies it once within ten minutes. At most 36 characters. */
function requestToken(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 36);
}
