import { describe, expect, test } from 'vitest';
import {
  becauseRedriven as because,
  type FailedWork,
  type RedriveUse,
  redrive,
} from '../../../shared/operations/index.ts';
import { sentence } from '../../../shared/presentation/index.ts';
import { acceptedVersion, NOON } from '../../contracts/examples.ts';
import { FakeAlarms } from '../../fakes/fake-alarms.ts';
import { FakeEvaluationQueue } from '../../fakes/fake-queues.ts';
import { FakeWaitingMessages } from '../../fakes/fake-waiting-messages.ts';
import { MemoryTable } from '../../fakes/table/memory-table.ts';
import { policyOf } from '../evaluation/setting.ts';

const evaluation = (...groups: string[]): FailedWork => ({ kind: 'evaluation', groups });
const POLICIES: FailedWork = { kind: 'policies' };

/** Two queues of failed work, whose bodies are the work itself as JSON; `i-1` is a worker of `ci`. */
function setting() {
  const table = new MemoryTable();
  const [failures, deadLetters, queue, alarms] = [
    new FakeWaitingMessages(),
    new FakeWaitingMessages(),
    new FakeEvaluationQueue(),
    new FakeAlarms(),
  ];
  const use: RedriveUse = {
    ...{ records: table.records, states: table.states, alarms, queue, clock: () => NOON },
    waiting: [failures, deadLetters],
    read: (body) => JSON.parse(body) as FailedWork,
    providers: {
      find: async (id) => {
        if (id === 'i-broken') throw new Error('throttled');
        return id === 'i-1' ? { group: 'ci', alive: false, draining: false, kind: 'ec2' } : null;
      },
    },
  };
  return {
    ...{ table, failures, deadLetters, queue, alarms },
    fail: (work: FailedWork) => failures.send(JSON.stringify(work)),
    run: async (dryRun = false) =>
      (await redrive(use, dryRun)).map(({ stays, reason }) => ({ stays, told: sentence(reason) })),
    kept: () => [...failures.kept(), ...deadLetters.kept()],
    /** Puts the group's item without an event. */
    putUnheard: (group: string, change: Record<string, unknown> = {}) => {
      table.of(group).document = { ...policyOf({ group }), ...change };
    },
  };
}

describe('groups', () => {
  test('of failures and dead letters are queued, each once, and their messages deleted', async () => {
    const world = setting();
    world.fail(evaluation('ci', 'web'));
    world.fail({ kind: 'worker-event', instance: 'i-1' });
    world.deadLetters.send(JSON.stringify(evaluation('ci')));
    expect(await world.run()).toEqual([
      { stays: false, told: 'Evaluation of ci, web: ci, web are queued.' },
      { stays: false, told: 'Event of i-1: ci is queued.' },
      { stays: false, told: 'Evaluation of ci: ci is queued.' },
    ]);
    expect(world.queue.sent).toEqual(['ci', 'web']);
    expect(world.kept()).toEqual([]);
  });

  test('that cannot be queued keep their messages, which are visible again at once', async () => {
    const world = setting();
    world.fail(evaluation('ci'));
    world.queue.calls.fail('send', new Error('no queue'));
    expect(await world.run()).toEqual([
      { stays: true, told: 'Evaluation of ci: the message stays in its queue, because it cannot be queued: no queue.' },
    ]);
    expect(world.kept()).toHaveLength(1);
    expect(await world.run()).toMatchObject([{ stays: false }]);
    expect(world.queue.sent).toEqual(['ci']);
  });

  test('of a worker that is gone are skipped; a failed lookup keeps the message', async () => {
    const world = setting();
    world.fail({ kind: 'worker-event', instance: 'i-2' });
    world.fail({ kind: 'worker-event', instance: 'i-broken' });
    expect(await world.run()).toEqual([
      { stays: false, told: 'Event of i-2: nothing to do, the message was removed.' },
      {
        stays: true,
        told: 'Event of i-broken: the message stays in its queue, because its group cannot be found: throttled.',
      },
    ]);
    expect(world.kept()).toHaveLength(1);
  });
});

test('a tick needs nothing, and an unreadable message stays and is reported', async () => {
  const world = setting();
  world.fail({ kind: 'tick' });
  world.fail({ kind: 'unreadable', why: because['message-not-of-stage']({}) });
  expect(await world.run()).toEqual([
    { stays: false, told: 'Run of the schedule: nothing to do, the message was removed.' },
    {
      stays: true,
      told: 'Message m2: the message stays in its queue, because it cannot be read: no part of this stage writes such a message.',
    },
  ]);
  expect(world.kept()).toHaveLength(1);
  expect(world.queue.calls.of('send')).toBe(0);
});

describe('a batch of the stream', () => {
  test('accepts the policy of exactly the groups whose item differs from the active version', async () => {
    const world = setting();
    world.putUnheard('new');
    world.putUnheard('faulty', { warmup: -1 });
    await world.table.records.accept(acceptedVersion('deleted'));
    world.putUnheard('fine');
    await world.table.records.accept(acceptedVersion('fine', { document: policyOf({ group: 'fine' }) }));
    world.fail(POLICIES);
    const [told] = await world.run();
    expect(told).toEqual({
      stays: false,
      told: 'Changed policies: deleted is being deleted; the policy of faulty was rejected: warmup must be at least 0; version 1 of new is in force.',
    });
    expect(world.table.kept.get('new')?.state).toMatchObject({ policy: { version: 1 } });
    expect(world.table.kept.get('deleted')?.state).toMatchObject({ policy: { version: null } });
    expect(world.table.kept.get('fine')?.state).toMatchObject({ policy: { version: 1 }, revision: 1 });
    expect(world.alarms.calls.of('keep')).toBe(2);
    expect(world.kept()).toEqual([]);
  });

  test('does not affect a group that drains after its deletion', async () => {
    const world = setting();
    await world.table.records.accept(acceptedVersion('draining'));
    await world.table.records.policyDeleted('draining', NOON, true);
    world.fail(POLICIES);
    expect(await world.run()).toEqual([
      { stays: false, told: 'Changed policies: the active version of every group matches its policy item.' },
    ]);
    expect(world.table.kept.get('draining')?.state).toMatchObject({ policy: { version: 1, deleting: true } });
  });

  test('stays while one group fails, and the others are accepted', async () => {
    const world = setting();
    for (const group of ['a', 'b']) world.putUnheard(group);
    world.alarms.calls.fail('keep', new Error('throttled'));
    world.fail(POLICIES);
    expect(await world.run()).toEqual([
      {
        stays: true,
        told: 'Changed policies: the message stays in its queue, because version 1 of b is in force; a: throttled.',
      },
    ]);
    expect(world.kept()).toHaveLength(1);
    expect(await world.run()).toEqual([{ stays: false, told: 'Changed policies: version 1 of a is in force.' }]);
  });
});

test('a dry run reports the expected results and changes nothing', async () => {
  const world = setting();
  world.putUnheard('new');
  for (const work of [evaluation('ci'), POLICIES, { kind: 'tick' } as const]) world.fail(work);
  world.fail({ kind: 'unreadable', why: because['message-format-unknown']({}) });
  const told = await world.run(true);
  expect(told).toEqual([
    { stays: false, told: 'Evaluation of ci: ci would be queued.' },
    { stays: false, told: 'Changed policies: new would be accepted again.' },
    { stays: false, told: 'Run of the schedule: nothing to do, the message would be removed.' },
    {
      stays: true,
      told: 'Message m4: the message stays in its queue, because it cannot be read: it has an unknown format.',
    },
  ]);
  expect(world.kept()).toHaveLength(4);
  expect(world.queue.sent).toEqual([]);
  expect(world.table.kept.get('new')?.state).toBeNull();
  expect(await world.run(true)).toEqual(told);
});

test('without messages, nothing is reported', async () => {
  expect(await setting().run()).toEqual([]);
});
