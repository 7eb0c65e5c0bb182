import { adding, becauseOfWrite, type PolicyRecords, writeFault } from '../../../evaluation/index.ts';
import { DUE_INDEX, dueShard } from '../../../names/index.ts';
import { changed, emptyState, forgotten, type GroupState, type Outbox } from '../../../state/index.ts';
import { assignment, expression } from '../calls/expression.ts';
import { notContended, written } from '../calls/write.ts';
import { asSeen, IS_NEW } from '../clauses.ts';
import { attributesOf, stateOf } from '../states/state-item.ts';
import { type Item, stateKey, type Table } from '../table.ts';
import { newestVersion, versionItem } from './version-items.ts';

/** Evaluations write the same item: after a conflict, the change is reapplied to the newer state. */
const ATTEMPTS = 8;

/** The part of a group's state that says which version of its policy is in force. */
export function policiesInForce(
  table: Table,
): Pick<PolicyRecords, 'status' | 'accept' | 'reinstate' | 'refuse' | 'policyDeleted'> {
  const { call, name: TableName } = table;

  async function read(group: string): Promise<GroupState | null> {
    const { Item: item } = await call('GetItem', { TableName, Key: stateKey(group), ConsistentRead: true });
    return item ? stateOf(item) : null;
  }

  /** The fields of a write that succeeds only if the state is unchanged since it was read. */
  const onlyOn = (seen: GroupState, attributes: Item) => ({
    TableName,
    Key: stateKey(seen.group),
    ...expression({
      update: assignment(attributes),
      condition: asSeen(seen.revision),
      values: { ...attributes, seen: seen.revision },
    }),
  });

  /** Applies `change` to the state and retries on conflict. If `change` returns null, nothing is written. */
  async function update(group: string, change: (state: GroupState | null) => Item | null): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const state = await read(group);
      const attributes = change(state);
      if (attributes === null) return;
      const command = onlyOn(state ?? emptyState(group), attributes);
      if (notContended(await written(() => call('UpdateItem', command))).kind === 'done') return;
    }
    throw notWritten(group);
  }

  return {
    async status(group) {
      const [newest, state] = await Promise.all([newestVersion(table, group), read(group)]);
      const { version, errors, deleting } = (state ?? emptyState(group)).policy;
      return { newest, inForce: version, errors, deleting };
    },

    async accept(accepted, news = {}) {
      const { group, version, at } = accepted;
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const state = (await read(group)) ?? emptyState(group);
        if (state.policy.version !== null && state.policy.version >= version) return false;
        const put = { TableName, Item: versionItem(accepted), ...expression({ condition: IS_NEW }) };
        const transaction = {
          TransactItems: [
            { Put: { ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const } },
            { Update: onlyOn(state, inForce(state, version, at, news)) },
          ],
        };
        const result = notContended(await written(() => call('TransactWriteItems', transaction)));
        if (result.kind === 'done') return true;
        if (result.found[0]) return false;
      }
      throw notWritten(group);
    },

    async reinstate(group, version, now, news = {}) {
      await update(group, (state) => inForce(state ?? emptyState(group), version, now, news));
    },

    async refuse(group, errors, news = {}) {
      await update(group, (read) => {
        const state = read ?? emptyState(group);
        const policy = { ...state.policy, errors };
        if (Object.keys(news).length === 0) return attributesOf({ policy });
        const outbox = outboxWith(state, news);
        // An evaluation that has read the earlier state would replace the outbox.
        return { ...attributesOf({ policy, outbox }), revision: state.revision + 1 };
      });
    },

    async policyDeleted(group, now, drain = false) {
      await update(group, (state) => {
        // Creates no state for an unknown group.
        if (!state) return null;
        const { policy } = state;
        // Deleted already, or never accepted: the errors belong to a document that no longer exists.
        if (policy.version === null)
          return policy.errors.length > 0 ? attributesOf({ policy: { ...policy, errors: [] } }) : null;
        const { manual, rollout } = forgotten(state);
        const left = drain ? { policy: { ...policy, errors: [], deleting: true }, manual, rollout } : leftOf(state);
        // Due at once: the evaluation completes unfinished activities before it finalizes the deletion.
        return { ...attributesOf({ ...left, schedule: { dueAt: now } }), revision: state.revision + 1 };
      });
    },
  };
}

/** Clears the errors of the earlier document and the back-off of launches that failed under it; the group is due now. */
const inForce = (state: GroupState, version: number, now: number, news: Outbox): Item => ({
  ...attributesOf({
    policy: { version, errors: [], deleting: false },
    provider: { ...state.provider, launchBackoff: null },
    schedule: { dueAt: now },
    ...(Object.keys(news).length > 0 && { outbox: outboxWith(state, news) }),
  }),
  revision: state.revision + 1,
  [DUE_INDEX.partition]: dueShard(state.group),
});

/** Within its bound: nothing else empties the outbox of a group that no version was accepted of yet. */
const outboxWith = (state: GroupState, news: Outbox): GroupState['outbox'] =>
  changed(state, { outbox: adding(state.outbox, news) }).outbox;

const notWritten = (group: string): Error =>
  writeFault(becauseOfWrite['policy-not-written']({ group, attempts: ATTEMPTS }));

function leftOf(state: GroupState): Partial<GroupState> {
  const { policy, decision, provider, manual, overflow, requested, rollout } = forgotten(state);
  return { policy, decision, provider, manual, overflow, requested, rollout };
}
