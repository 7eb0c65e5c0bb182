import { expect, test } from 'vitest';
import { newerVersion } from '../../../shared/state/index.ts';
import { policyOf, setting } from './setting.ts';

test('a group whose stored state cannot be used fails alone, and says why', async () => {
  const world = setting();
  for (const group of ['fine', 'newer', 'other']) await world.put(policyOf({ group }));
  world.queues.set('jobs', { waiting: 20 });
  world.table.of('newer').fault = newerVersion('newer', 'decision', 2, 1);
  const reports = new Map((await world.many(['fine', 'newer', 'other'])).map((report) => [report.group, report]));
  expect(reports.get('newer')).toMatchObject({
    result: 'failed',
    reason: { code: 'state-newer', params: { group: 'newer', slice: 'decision', version: 2, known: 1 } },
    error: expect.stringMatching(/^The state of newer has slice decision in schema version 2;/),
  });
  for (const group of ['fine', 'other']) expect(reports.get(group)).toMatchObject({ result: 'resized' });
});

test('a pool that one group found without capacity is excluded for all groups', async () => {
  const world = setting();
  for (const group of ['one', 'two']) await world.put(policyOf({ group }));
  world.fleet.makeShort('c7g.large/subnet-a/on-demand');
  world.queues.set('jobs', { waiting: 10 });
  await world.many(['one']);
  const [report] = await world.many(['two']);
  expect(report?.intent).toMatchObject({ pools: [{ subnet: 'subnet-b' }] });
});

test('a provider that cannot be asked fails its own groups, and says why', async () => {
  const world = setting();
  await world.put(policyOf({ group: 'one' }));
  await world.put(policyOf({ group: 'two' }));
  const denied = () => Promise.reject(Object.assign(new Error('not allowed'), { name: 'UnauthorizedOperation' }));
  const workers = { list: denied, byId: denied, all: denied };
  for (const report of await world.many(['one', 'two'], 'schedule', { workers })) {
    expect(report).toMatchObject({ result: 'failed', error: 'UnauthorizedOperation: not allowed' });
  }
});
