import { expect, test } from 'vitest';
import { PolicyCache } from '../../../../../shared/evaluation/index.ts';
import { noteSeenWorkers } from '../../../../../shared/evaluation/observe/remembered/seen-workers.ts';
import { parsePolicy } from '../../../../../shared/policy/index.ts';
import type { Description } from '../../../../../shared/providers/index.ts';
import { MemoryTable } from '../../../../fakes/table/memory-table.ts';
import { policyOf, setting } from '../../setting.ts';

test('a launched worker is noted, so that its events are recognized', async () => {
  const world = setting();
  await world.put(policyOf());
  world.queues.set('jobs', { waiting: 20 });
  expect(await world.evaluate()).toMatchObject({ result: 'resized' });
  const ids = world.alive();
  expect(ids).toHaveLength(2);
  expect(await Promise.all(ids.map((id) => world.table.states.knownWorker(id)))).toEqual([
    { group: 'ci' },
    { group: 'ci' },
  ]);
  expect(await world.table.states.knownWorker('i-other')).toBeNull();
  const { calls } = world.table;
  calls.clear();
  world.pass(60);
  await world.evaluate();
  expect(calls.of('states.noteWorkers')).toBe(0);
});

test('a launch is settled even if its workers cannot be noted', async () => {
  const world = setting();
  await world.put(policyOf());
  world.queues.set('jobs', { waiting: 20 });
  world.table.calls.fail('states.noteWorkers', new Error('throttled'));
  expect(await world.evaluate()).toMatchObject({ result: 'resized', outcome: { launched: [{}, {}] } });
  expect(world.state().claim).toBeNull();
});

test('workers that a provider launches by itself are noted once in each process', async () => {
  const table = new MemoryTable();
  const provider = { kind: 'auto-scaling-group' as const, name: 'web' };
  const parsed = parsePolicy({ group: 'web', capacity: { min: 0, max: 9 }, provider });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const policies = new Map([['web', parsed.value]]);
  const workers = ['i-1', 'i-2'].map((id) => ({ id }));
  const observed = { policies, descriptions: new Map([['web', { workers } as unknown as Description]]) };
  const cache = new PolicyCache();
  const dependencies = { states: table.states, clock: () => 0 };
  for (let times = 0; times < 3; times++) await noteSeenWorkers(observed, cache, dependencies);
  expect(table.calls.of('states.noteWorkers')).toBe(1);
  expect(await table.states.knownWorker('i-2')).toEqual({ group: 'web' });
  await noteSeenWorkers(observed, new PolicyCache(), dependencies);
  expect(table.calls.of('states.noteWorkers')).toBe(2);
});
