import { describe, expect, test } from 'vitest';
import { queueDue, queueFollowUps } from '../../../shared/evaluation/index.ts';
import { FakeEvaluationQueue } from '../../fakes/fake-queues.ts';
import { textReason } from '../../text-reason.ts';
import { policyOf, setting } from './setting.ts';

const source = (group: string) => ({ namespace: 'App', name: 'Load', period: 60, dimensions: { Group: group } });

/** Groups on one CloudWatch metric and one queue each, one worker each, all content. */
async function groups(count: number) {
  const world = setting();
  const names = Array.from({ length: count }, (_, n) => `group-${n}`);
  for (const group of names) {
    const metrics = { load: { cloudwatch: source(group) }, jobs: { sqs: { queue: `jobs-${group}` } } };
    const rules = [
      { kind: 'target' as const, metric: 'load', value: 50 },
      { kind: 'backlog' as const, metric: 'jobs', perWorker: 10 },
    ];
    await world.put(policyOf({ group, metrics, rules, capacity: { min: 1, max: 10 } }));
    world.fleet.add(group);
    world.metrics.put(source(group), world.clock() - 30_000, 50);
    world.queues.set(`jobs-${group}`, { waiting: 10 });
  }
  return { world, names };
}

describe('an evaluation of many groups', () => {
  test('reads each kind of data once for all of them', async () => {
    const { world, names } = await groups(250);
    await world.many(names);
    world.table.calls.clear();
    for (const fake of [world.fleet, world.metrics, world.queues]) fake.calls.clear();
    const reports = await world.many(names);
    expect(reports.map(({ result }) => result)).toEqual(Array(250).fill('held'));
    expect(world.table.calls.all()).toEqual({ 'states.read': 1 });
    expect(world.fleet.calls.all()).toEqual({ list: 1 });
    expect(world.metrics.calls.all()).toEqual({ read: 1 });
    expect(world.queues.calls.all()).toEqual({ read: 1 });
  });

  test('reads as much history as each group needs', async () => {
    const { world, names } = await groups(3);
    const metrics = { load: { cloudwatch: source('slow') } };
    const rule = { kind: 'threshold' as const, metric: 'load', out: { above: 5, for: '12h', add: 1 } };
    await world.put(policyOf({ group: 'slow', metrics, rules: [rule] }));
    const asked: [string, number][] = [];
    const watching = {
      read: async (...[requests, now]: Parameters<typeof world.metrics.read>) => {
        asked.push(...requests.map(({ key, seconds }): [string, number] => [key, seconds]));
        return world.metrics.read(requests, now);
      },
    };
    await world.many([...names, 'slow'], 'schedule', { sources: world.sourcesWith({ cloudwatch: watching }) });
    // Long enough to show datapoints that are five minutes apart; and as long as the rule waits.
    expect(asked).toEqual([...names.map((group) => [`${group}/load`, 1500]), ['slow/load', 43_560]]);
  });

  test('reads a policy version once for many evaluations', async () => {
    const { world, names } = await groups(3);
    await world.many(names);
    await world.many(names);
    expect(world.table.calls.of('policies.read')).toBe(1);
    await world.put(policyOf({ group: 'group-1', capacity: { min: 4, max: 5 } }));
    await world.many(names);
    expect(world.table.calls.of('policies.read')).toBe(2);
    expect(world.alive('group-1')).toHaveLength(4);
  });

  test('fails only the group whose accepted policy cannot be used, with the reason', async () => {
    const { world, names } = await groups(3);
    const policies: typeof world.table.policies = {
      async read(wanted) {
        const read = await world.table.policies.read(wanted);
        return new Map(
          [...read].map(([group, accepted]) =>
            group === 'group-1'
              ? [group, { ...accepted, completed: { schemaVersion: 3, policy: {} } }]
              : [group, accepted],
          ),
        );
      },
    };
    const reports = await world.many(names, 'schedule', { policies });
    const failed = reports.filter(({ result }) => result === 'failed');
    expect(failed.map(({ group }) => group)).toEqual(['group-1']);
    expect(failed[0]?.error).toBe(
      'Version 1 of the policy of group-1 cannot be used: it has schema version 3, and this version of Headcount reads up to 2. Update Headcount.',
    );
    const cause = { code: 'stored-policy-newer', params: { version: 3, known: 2 } };
    expect(failed[0]).toMatchObject({
      reason: { code: 'policy-unusable', params: { group: 'group-1', version: 1, cause } },
    });
  });

  test('reports every group once, even if it is named twice', async () => {
    const { world } = await groups(3);
    const reports = await world.many(['group-1', 'group-0', 'group-1', 'unknown']);
    expect(reports.map(({ group, result }) => `${group} ${result}`).sort()).toEqual([
      'group-0 held',
      'group-1 held',
      'unknown skipped',
    ]);
  });

  test('reads nothing if nothing is needed', async () => {
    const world = setting();
    expect(await world.many(['unknown'])).toMatchObject([{ result: 'skipped' }]);
    expect([world.fleet, world.metrics, world.queues].map(({ calls }) => calls.all())).toEqual([{}, {}, {}]);
    expect(await world.many([])).toEqual([]);
  });

  test('fails only the group with an error', async () => {
    const { world, names } = await groups(5);
    await world.many(names);
    for (const group of names) world.metrics.put(source(group), world.clock() - 20_000, 150);
    world.fleet.calls.fail('launch', new Error('no permission'));
    const reports = await world.many(names);
    expect(reports.map(({ result }) => result).sort()).toEqual(['failed', ...Array(4).fill('resized')]);
    const failed = reports.find(({ result }) => result === 'failed');
    expect(failed).toMatchObject({ told: 'Failed: no permission.', error: 'no permission' });
    expect(names.map((group) => world.alive(group).length).sort()).toEqual([1, 2, 2, 2, 2]);
  });

  test('fails only the group whose document cannot be read', async () => {
    const { world, names } = await groups(2);
    world.table.of('group-0').versions.clear();
    const reports = await world.many(names);
    expect(reports.map(({ group, result }) => [group, result])).toEqual(
      expect.arrayContaining([
        ['group-0', 'failed'],
        ['group-1', 'held'],
      ]),
    );
  });

  test.each(['states.read', 'policies.read'])(
    'throws when %s is impossible, because nothing was observed',
    async (call) => {
      const { world, names } = await groups(2);
      world.table.calls.fail(call, new Error('no such table'));
      await expect(world.many(names)).rejects.toThrow('no such table');
    },
  );

  test('does not treat the incomplete period of a sum as a low value', async () => {
    const world = setting();
    const requests = { ...source('ci'), statistic: 'Sum' };
    const metrics = { requests: { cloudwatch: requests } };
    await world.put(policyOf({ metrics, rules: [{ kind: 'target', metric: 'requests', value: 100, per: 'worker' }] }));
    for (let second = -120; second < 0; second++) world.metrics.put(requests, world.clock() + second * 1000, 5);
    world.metrics.put(requests, world.clock(), 5);
    world.pass(10);
    expect((await world.evaluate()).seen?.metrics).toEqual({ requests: 300 });
  });
});

test('groups that are due are queued in one call, and none when none is', async () => {
  const { world, names } = await groups(12);
  const queue = new FakeEvaluationQueue();
  const due = {
    states: world.table.states,
    clusters: world.table.clusters,
    queue,
    since: world.clock() - 60_000,
    now: world.clock(),
  };
  expect(await queueDue(due)).toBe(12);
  expect(queue.sent.toSorted()).toEqual(names.toSorted());
  expect(queue.calls.of('send')).toBe(1);
  expect(await queueDue({ ...due, since: -1, now: 0 })).toBe(0);
  expect(queue.calls.of('send')).toBe(1);
});

test('groups are queued although nobody knows which of them are in one cluster', async () => {
  const names = Array.from({ length: 101 }, (_, n) => `group-${n}`);
  const queue = new FakeEvaluationQueue();
  const states = {
    dueWithClusters: async () => ({
      groups: new Map(names.map((name) => [name, 1_000_000_000_000])),
      clusters: ['main'],
    }),
  };
  const clusters = { read: async () => Promise.reject(new Error('throttled')) };
  expect(await queueDue({ states, clusters, queue, since: 0, now: 1 })).toBe(101);
  expect(queue.sent.toSorted()).toEqual(names.toSorted());
});

describe('follow-ups', () => {
  const report = (group: string, lookAgainIn?: number) => ({
    ...{ group, trigger: 'alarm' as const, at: 0, result: 'resized' as const, reason: textReason('') },
    ...(lookAgainIn === undefined ? {} : { lookAgainIn }),
  });

  test('are queued once per resized group, within the longest delay of SQS', async () => {
    const queue = new FakeEvaluationQueue();
    await queueFollowUps([report('a', 60), report('b'), report('c', 900), report('d', 901)], queue, () => {});
    expect(queue.later).toEqual([
      { group: 'a', seconds: 60, trigger: 'follow-up' },
      { group: 'c', seconds: 900, trigger: 'follow-up' },
    ]);
  });

  test('that cannot be queued give a warning', async () => {
    const queue = new FakeEvaluationQueue();
    const warnings: string[] = [];
    queue.calls.fail('sendLater', new Error('no'));
    const reports = [report('a', 60), report('b', 90), report('c', 60)];
    await queueFollowUps(reports, queue, (text) => warnings.push(text));
    expect(warnings).toEqual(['no follow-up for a, c']);
    expect(queue.later).toMatchObject([{ group: 'b', seconds: 90 }]);
  });
});
