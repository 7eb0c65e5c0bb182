import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { changedGroups } from '../../../functions/on-policy-change/changes.ts';
import { groupKey, PRICES_KEY, SORT, WAITING_PREFIX } from '../../../shared/names/names.ts';

let sequence = 0;
const change = (pk: string, sk: string = SORT.policy): DynamoDBRecord => ({
  eventName: 'MODIFY',
  dynamodb: {
    Keys: { pk: { S: pk }, sk: { S: sk } },
    SequenceNumber: String(++sequence),
  },
});
const event = (...Records: DynamoDBRecord[]): DynamoDBStreamEvent => ({ Records });
const groups = (stream: DynamoDBStreamEvent): string[] => changedGroups(stream).map(({ group }) => group);

test('every group is reported once, in the order of the stream, with its first record', () => {
  sequence = 0;
  const stream = event(change(groupKey('b')), change(groupKey('a')), change(groupKey('b')));
  expect(changedGroups(stream)).toEqual([
    { group: 'b', sequenceNumber: '1', isRetry: false },
    { group: 'a', sequenceNumber: '2', isRetry: false },
  ]);
});

test('a deleted item is a change like any other', () => {
  expect(groups(event({ ...change(groupKey('a')), eventName: 'REMOVE' }))).toEqual(['a']);
});

test('an item that is not a policy is skipped', () => {
  const others = [SORT.state, `${SORT.versionPrefix}00000001`, `${SORT.activityPrefix}1`].map((sort) =>
    change(groupKey('a'), sort),
  );
  expect(groups(event(...others, change('SOMETHING#a'), { eventName: 'INSERT' }, change(groupKey('c'))))).toEqual([
    'c',
  ]);
});

test('a policy that was set aside before gets no further attempts in the stream', () => {
  const released = { ...change(PRICES_KEY, `${WAITING_PREFIX}a`), eventName: 'REMOVE' as const };
  expect(changedGroups(event(released))).toMatchObject([{ group: 'a', isRetry: true }]);
});

test('a policy that was set aside and then changed is a new one', () => {
  const released = { ...change(PRICES_KEY, `${WAITING_PREFIX}a`), eventName: 'REMOVE' as const };
  const changes = changedGroups(event(released, change(groupKey('a'))));
  expect(changes).toMatchObject([{ group: 'a', sequenceNumber: released.dynamodb?.SequenceNumber, isRetry: false }]);
});

test('a policy that no longer waits for prices is tried again', () => {
  const released = { ...change(PRICES_KEY, `${WAITING_PREFIX}a`), eventName: 'REMOVE' as const };
  expect(groups(event(released, change(PRICES_KEY, 'linux'), change(groupKey('a'))))).toEqual(['a']);
});
