import { expect, test } from 'vitest';
import { acceptChanges } from '../../../functions/on-policy-change/batch.ts';

const NOW = Date.UTC(2026, 10, 27);
const changes = ['a', 'bad', 'c'].map((group, index) => ({ group, sequenceNumber: `${index + 1}`, since: NOW - 1000 }));

/** Acceptances in which the groups named fail; keeps what was asked of it. */
function use(failing: readonly string[]) {
  const [accepted, told, aside]: [string[], string[], string[]] = [[], [], []];
  return {
    ...{ accepted, told, aside, clock: () => NOW },
    async setAside(group: string) {
      aside.push(group);
    },
    isOfAll: () => false,
    async accept(group: string) {
      if (failing.includes(group)) throw new Error('no alarms today');
      accepted.push(group);
    },
    isOver: () => false,
    fail: (what: string) => void told.push(what),
  };
}

test('a group that fails does not block the others in its batch, including later ones', async () => {
  const world = use(['bad']);
  expect(await acceptChanges(changes, world)).toEqual(['2']);
  expect(world.accepted).toEqual(['a', 'c']);
  expect(world.told).toEqual(['policy of bad']);
});

test('only groups that fail are reported and retried', async () => {
  expect(await acceptChanges(changes, use(['a', 'bad', 'c']))).toEqual(['1', '2', '3']);
  expect(await acceptChanges(changes, use([]))).toEqual([]);
});

test('groups for which no time is left are tried again, without an error', async () => {
  const world = use([]);
  const isOver = () => world.accepted.includes('bad');
  expect(await acceptChanges(changes, { ...world, isOver })).toEqual(['3']);
  expect([world.accepted, world.told]).toEqual([['a', 'bad'], []]);
});

const later = changes.map((change) => ({ ...change, since: NOW - 120_000 }));

test('a policy that fails for two minutes is set aside, so that the shard does not wait for it', async () => {
  const world = use(['bad']);
  expect(await acceptChanges(later, world)).toEqual([]);
  expect([world.accepted, world.aside, world.told]).toEqual([['a', 'c'], ['bad'], ['policy of bad']]);
});

test('a policy that was set aside and fails again is set aside at once', async () => {
  const world = use(['bad']);
  expect(await acceptChanges([{ group: 'bad', sequenceNumber: '1', since: 0 }], world)).toEqual([]);
  expect(world.aside).toEqual(['bad']);
});

test('during an outage of the table, no policy is set aside, and every policy is tried again', async () => {
  const world = use(['a', 'bad', 'c']);
  const setAside = async () => {
    throw new Error('no table');
  };
  expect(await acceptChanges(later, { ...world, setAside })).toEqual(['1', '2', '3']);
});

test('policies that CloudWatch throttles are not set aside', async () => {
  const world = use(['bad']);
  expect(await acceptChanges(later, { ...world, isOfAll: () => true })).toEqual(['2']);
  expect(world.aside).toEqual([]);
});
