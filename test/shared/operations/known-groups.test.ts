import { expect, test } from 'vitest';
import { indexedGroups, knownGroups } from '../../../shared/operations/index.ts';
import { policyOf, setting } from '../evaluation/setting.ts';

test('a live view reads the whole table once in five minutes, and finds new groups between', async () => {
  const world = setting();
  const { table, clock } = world;
  await world.put(policyOf({ group: 'ci' }));
  table.of('rejected').document = { group: 'rejected' };
  const known = knownGroups({ records: table.records, states: table.states, clock });
  expect(await known.groups()).toEqual(['ci', 'rejected']);
  await world.put(policyOf({ group: 'web' }));
  table.calls.clear();
  world.pass(10);
  expect(await known.groups()).toEqual(['ci', 'rejected', 'web']);
  expect(table.calls.of('records.groups')).toBe(0);
  world.pass(300);
  await known.groups();
  expect(table.calls.of('records.groups')).toBe(1);
});

test('the index names groups with a policy in force', async () => {
  const world = setting();
  await world.put(policyOf({ group: 'web' }));
  await world.put(policyOf({ group: 'ci' }));
  expect(await indexedGroups({ states: world.table.states })).toEqual(['ci', 'web']);
});
