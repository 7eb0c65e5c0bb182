import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { awsClients } from '../../../../shared/aws/clients.ts';
import { dynamoStore } from '../../../../shared/aws/dynamodb/sdk-store.ts';
import type { Store } from '../../../../shared/aws/dynamodb/store.ts';
import { parsePolicy } from '../../../../shared/policy/index.ts';
import {
  acceptedVersion,
  activityOf,
  claimRequest,
  freshGroup,
  MINUTE,
  NOON,
  seen,
} from '../../../contracts/examples.ts';
import { localAws } from '../local-aws.ts';
import { createTable } from './create-table.ts';

localAws();

/** DynamoDB's answers to one kind of call, changed on their way in, as many times as asked. */
function intercept(client: DynamoDBClient, command: string, times: number, change: (answer: never) => unknown): void {
  let left = times;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      if (context.commandName !== command || left-- <= 0) return answer;
      return { ...answer, output: change(answer.output as never) as typeof answer.output };
    },
    { step: 'initialize', priority: 'low' },
  );
}

/** Refuses the call before it reaches DynamoDB. */
function refuse(client: DynamoDBClient, command: string, times: number, error: () => Error): { count: number } {
  const seen = { count: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== command) return next(args);
      if (seen.count++ < times) throw error();
      return next(args);
    },
    { step: 'initialize', priority: 'low' },
  );
  return seen;
}

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const conflict = () => new TransactionConflictException({ message: 'Transaction is ongoing', $metadata: {} });

describe('the DynamoDB store', () => {
  const name = 'headcount-faults';
  let client: DynamoDBClient;
  let store: Store;
  let made = false;
  beforeEach(async () => {
    // A client for each test, since what is put into a client's stack stays there.
    client = awsClients().dynamodb;
    if (!made) await createTable(client, name);
    made = true;
    store = dynamoStore(client, name);
    return () => client.destroy();
  });

  describe('when another transaction is writing the same item', () => {
    it('retries a claim, because a transaction conflict does not mean that the group is claimed', async () => {
      const group = freshGroup();
      const calls = refuse(client, 'TransactWriteItemsCommand', 3, () => cancelled('TransactionConflict', 'None'));
      expect(await store.claims.begin(claimRequest(group))).toEqual({ won: true });
      expect(calls.count).toBe(4);
    });

    it('gives up in the end, and returns the current state', async () => {
      const group = freshGroup();
      await store.states.remember(await seen(store, group, 0), NOON, { decision: { desired: 7 } });
      refuse(client, 'TransactWriteItemsCommand', 100, () => cancelled('TransactionConflict', 'None'));
      const lost = await store.claims.begin(claimRequest(group, { revision: 1 }));
      expect(lost).toMatchObject({ won: false, state: { revision: 1, decision: { desired: 7 } } });
    });

    it('retries single writes', async () => {
      const group = freshGroup();
      const calls = refuse(client, 'UpdateItemCommand', 2, conflict);
      expect(await store.states.remember(await seen(store, group, 0), NOON, { decision: { desired: 7 } })).toBe(true);
      expect(calls.count).toBe(3);
    });

    it('throws instead of losing an outcome', async () => {
      const group = freshGroup();
      const request = claimRequest(group);
      await store.claims.begin(request);
      refuse(client, 'TransactWriteItemsCommand', 100, () => cancelled('TransactionConflict', 'None'));
      await expect(store.claims.settle({ ...request.activity, status: 'done' }, {})).rejects.toThrow(
        /concurrent writes/,
      );
    });
  });

  describe('when the state of a group changes before each write of its policy', () => {
    const changed = () =>
      new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    const notWritten = (group: string) => ({ reason: { code: 'policy-not-written', params: { group, attempts: 8 } } });

    it('reads the state again each time, and writes the policy on the newest', async () => {
      const group = freshGroup();
      const calls = refuse(client, 'TransactWriteItemsCommand', 7, () => cancelled('None', 'ConditionalCheckFailed'));
      expect(await store.records.accept(acceptedVersion(group))).toBe(true);
      expect(calls.count).toBe(8);
      expect(await seen(store, group, 1)).toMatchObject({ policy: { version: 1 } });
    });

    it('gives up after eight attempts with an error, so that the event is delivered again, and writes nothing', async () => {
      const group = freshGroup();
      const calls = refuse(client, 'TransactWriteItemsCommand', 8, () => cancelled('None', 'ConditionalCheckFailed'));
      await expect(store.records.accept(acceptedVersion(group))).rejects.toMatchObject(notWritten(group));
      expect(calls.count).toBe(8);
      expect((await store.records.status(group)).newest).toBeNull();
      expect(await store.records.accept(acceptedVersion(group))).toBe(true);
    });

    it('gives up in the same way when it stores the errors of a policy, or its deletion', async () => {
      const group = freshGroup();
      await store.records.accept(acceptedVersion(group));
      refuse(client, 'UpdateItemCommand', 16, changed);
      await expect(store.records.refuse(group, [])).rejects.toMatchObject(notWritten(group));
      await expect(store.records.policyDeleted(group, NOON)).rejects.toMatchObject(notWritten(group));
      expect((await store.records.status(group)).inForce).toBe(1);
    });
  });

  it('wins a claim whose response was lost, and writes it once', async () => {
    const group = freshGroup();
    const request = claimRequest(group);
    intercept(client, 'TransactWriteItemsCommand', 1, () => {
      throw cancelled('TransactionConflict');
    });
    expect(await store.claims.begin(request)).toEqual({ won: true });
    expect((await store.states.read([group])).get(group)?.revision).toBe(1);
  });

  it('takes over an activity whose response was lost', async () => {
    const group = freshGroup();
    const request = claimRequest(group, { leaseUntil: NOON });
    await store.claims.begin(request);
    intercept(client, 'UpdateItemCommand', 1, () => {
      throw conflict();
    });
    const state = await seen(store, group, 1);
    const takeover = { state, activity: request.activity.id, holder: 'function-2', now: NOON };
    expect(await store.claims.resume({ ...takeover, leaseUntil: NOON + MINUTE })).toEqual({ won: true });
    const other = { ...takeover, holder: 'function-3', leaseUntil: NOON + MINUTE };
    expect((await store.claims.resume(other)).won).toBe(false);
  });

  it('throws all errors except conflicts and contention', async () => {
    const missing = dynamoStore(client, 'no-such-table');
    await expect(missing.claims.begin(claimRequest(freshGroup()))).rejects.toThrow(/resource|table/i);
    await expect(missing.states.read([freshGroup()])).rejects.toThrow(/resource|table/i);
  });

  it('reads keys again that a busy table left unread', async () => {
    const groups = [freshGroup(), freshGroup(), freshGroup()];
    for (const group of groups)
      await store.states.remember(await seen(store, group, 0), NOON, { decision: { desired: 1 } });
    intercept(client, 'BatchGetItemCommand', 1, ({ Responses }: { Responses: Record<string, { pk: string }[]> }) => {
      const [first, ...rest] = Responses[name] ?? [];
      const Keys = rest.map(({ pk }) => ({ pk, sk: 'STATE' }));
      return { Responses: { [name]: [first] }, UnprocessedKeys: { [name]: { Keys, ConsistentRead: true } } };
    });
    expect((await store.states.read(groups)).groups().sort()).toEqual(groups.sort());
  });

  it('lets DynamoDB delete an activity ninety days after its start, but nothing in use', async () => {
    const group = freshGroup();
    const activity = activityOf(group, { startedAt: NOON });
    await store.claims.begin(claimRequest(group, { activity, leaseUntil: NOON + MINUTE }));
    const read = async (sk: string) => {
      const key = { pk: { S: `GROUP#${group}` }, sk: { S: sk } };
      return (await client.send(new GetItemCommand({ TableName: name, Key: key }))).Item;
    };
    expect((await read(`ACTIVITY#${activity.id}`))?.['expiresAt']).toEqual({ N: String(NOON / 1000 + 90 * 86_400) });
    expect(await read('STATE')).not.toHaveProperty('expiresAt');
  });

  it('passes an item with any content to validation, which reports its errors', async () => {
    const group = freshGroup();
    const item = {
      pk: { S: `GROUP#${group}` },
      sk: { S: 'POLICY' },
      capacity: { M: { min: { N: '1e100' }, max: { N: '12345678901234567890.5' } } },
      rules: { SS: ['cpu', 'memory'] },
      profile: { B: new Uint8Array([1, 2, 3]) },
      warmup: { NULL: true },
      paused: { NS: ['1', '2'] },
      changedBy: { N: '7' },
    };
    await client.send(new PutItemCommand({ TableName: name, Item: item }));
    const read = await store.records.item(group);
    expect(read).toMatchObject({ by: null, because: null, document: { group, capacity: { min: 1e100 } } });
    const parsed = parsePolicy(read?.document);
    const paths = parsed.ok ? [] : parsed.faults.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['capacity.min', 'rules', 'profile', 'warmup', 'paused']));
  });
});
