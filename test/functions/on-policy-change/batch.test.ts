import { expect, test } from 'vitest';
import { acceptChanges } from '../../../functions/on-policy-change/batch.ts';

const changes = ['a', 'bad', 'c'].map((group, index) => ({ group, sequenceNumber: `${index + 1}` }));

/** Acceptances in which the groups named fail; keeps what was asked of it. */
function use(failing: readonly string[]) {
  const [accepted, told]: string[][] = [[], []];
  return {
    accepted,
    told,
    async accept(group: string) {
      if (failing.includes(group)) throw new Error('no alarms today');
      accepted?.push(group);
    },
    isOver: () => false,
    fail: (what: string) => void told?.push(what),
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
  const isOver = () => world.accepted?.includes('bad') === true;
  expect(await acceptChanges(changes, { ...world, isOver })).toEqual(['3']);
  expect([world.accepted, world.told]).toEqual([['a', 'bad'], []]);
});
