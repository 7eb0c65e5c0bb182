import { describe, expect, it } from 'vitest';
import {
  PolicyCache,
  PushMemory,
  push,
  queueAfterCooldowns,
  type Trigger,
} from '../../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { pushedReader } from '../../../../shared/sources/pushed/reader.ts';
import { FakeEvaluationQueue } from '../../../fakes/fake-queues.ts';
import { policyOf, setting } from '../setting.ts';

async function world(behavior: PolicyDocument['behavior'], others: Partial<PolicyDocument> = {}) {
  const all = setting();
  await all.put(
    policyOf({
      capacity: { min: 1, max: 100 },
      metrics: { orders: { pushed: {} } },
      rules: [{ kind: 'backlog', metric: 'orders', perWorker: 10 }],
      ...{ behavior, ...others },
    }),
  );
  const queue = new FakeEvaluationQueue();
  const { policies, states, wakes, pushedValues: values } = all.table;
  const memory = new PushMemory();
  const cache = new PolicyCache();
  const sources = all.sourcesWith({ pushed: pushedReader(values) });
  const warnings: string[] = [];
  await cache.read([{ group: 'ci', version: 1 }], policies);
  return {
    ...{ ...all, queue, warnings },
    sent: () => queue.later.splice(0).map(({ seconds, trigger }) => `${trigger} ${seconds}`),
    push: (orders: number) =>
      push(
        { written: { group: 'ci', values: { orders } }, isWhole: true },
        { policies, states, values, wakes, queue, memory, clock: all.clock },
      ),
    /** An evaluation as the function runs it. */
    async evaluated(trigger: Trigger = 'push') {
      const reports = await all.many(['ci'], trigger, { sources });
      const warn = (text: string) => warnings.push(text);
      await queueAfterCooldowns(reports as never, { wakes, queue, policies: cache, clock: all.clock, warn });
      return reports[0]?.decision?.blockedBy;
    },
  };
}

/** A group that has launched workers ten seconds ago. */
async function launched(behavior: PolicyDocument['behavior'] = { out: { cooldown: 60 } }, others = {}) {
  const all = await world(behavior, others);
  await all.push(20);
  await all.evaluated();
  expect(all.alive()).toHaveLength(2);
  all.pass(10);
  all.sent();
  return all;
}

describe('a push during the cooldown of a scale-out', () => {
  it('is evaluated when the cooldown ends, and launches then', async () => {
    const all = await launched();
    await all.push(50);
    expect(await all.evaluated()).toBe('cooldown');
    expect(all.sent()).toEqual(['push 0', 'push 50']);
    all.pass(50);
    await all.evaluated();
    expect(all.alive()).toHaveLength(5);
    expect(all.sent()).toEqual([]);
  });

  it('causes one evaluation, however much is pushed until then', async () => {
    const all = await launched();
    for (let second = 0; second < 50; second++) {
      await all.push(50 + second);
      if (all.queue.later.some(({ seconds }) => seconds === 0)) await all.evaluated();
      all.pass(0.9);
    }
    expect(all.sent()).toEqual(['push 0', 'push 50']);
  });

  it('causes none if the schedule evaluates the group before, or evaluates it now', async () => {
    const slow = await launched({ out: { cooldown: 90 } });
    await slow.push(50);
    expect(await slow.evaluated()).toBe('cooldown');
    expect(slow.sent()).toEqual(['push 0']);
    const often = await launched({ out: { cooldown: 60 } }, { evaluateEvery: 30 });
    await often.push(50);
    expect(await often.evaluated()).toBe('cooldown');
    expect(often.sent()).toEqual(['push 0']);
    const ticked = await launched();
    expect(await ticked.push(50).then(() => ticked.evaluated('schedule'))).toBe('cooldown');
    expect(ticked.sent()).toEqual(['push 0']);
  });

  it('is evaluated by a later push if the message could not be sent', async () => {
    const all = await launched();
    await all.push(50);
    all.queue.calls.fail('sendLater', new Error('no'));
    await all.evaluated();
    expect(all.warnings).toEqual(['no evaluation of ci at the end of its cooldown']);
    expect(all.sent()).toEqual(['push 0']);
    all.pass(10);
    await all.push(60);
    expect(all.sent()).toEqual(['push 0']);
  });
});

it('the cooldown of a scale-in makes no push wait', async () => {
  const all = await launched({ in: { cooldown: 55 } }, { warmup: 0 });
  const pushed = async (orders: number) => {
    all.pass(10);
    await all.push(orders);
    return all.evaluated();
  };
  expect(await pushed(10)).toBeNull();
  all.sent();
  expect(await pushed(1)).toBeNull();
  expect(await pushed(20)).toBeNull();
  expect(await pushed(10)).toBe('cooldown');
  expect(all.sent()).toEqual(['push 0', 'push 0', 'push 0']);
});
