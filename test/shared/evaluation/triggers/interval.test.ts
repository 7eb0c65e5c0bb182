import { describe, expect, it } from 'vitest';
import { betweenTicks, PolicyCache, queueIntervals, type Trigger } from '../../../../shared/evaluation/index.ts';
import { parsePolicy } from '../../../../shared/policy/index.ts';
import { dueAtTick, NOON } from '../../../contracts/examples.ts';
import { FakeEvaluationQueue } from '../../../fakes/fake-queues.ts';
import { policyOf, setting } from '../setting.ts';

const SECOND = 1000;

describe('the evaluations between two ticks', () => {
  it.each([
    [10, [10, 20, 30, 40, 50]],
    [15, [15, 30, 45]],
    [20, [20, 40]],
    // Evenly spaced, and at least as often as the policy asks.
    [25, [20, 40]],
    [45, [30]],
    [59, [30]],
    [60, []],
    [300, []],
  ])('every %d s', (evaluateEvery, seconds) => {
    expect(betweenTicks({ evaluateEvery })).toEqual(seconds);
  });
});

describe('evaluateEvery', () => {
  const faults = (evaluateEvery: unknown) => {
    const parsed = parsePolicy({ ...policyOf(), evaluateEvery });
    return parsed.ok ? parsed.value.evaluateEvery : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
  };
  it('is a minute by default, and from ten seconds to five minutes', () => {
    const parsed = parsePolicy(policyOf());
    expect(parsed.ok && parsed.value.evaluateEvery).toBe(60);
    expect([faults(10), faults('10s'), faults('5m')]).toEqual([10, 10, 300]);
    for (const wrong of [9, 0, 301, '10m'])
      expect(faults(wrong)).toEqual(['evaluateEvery: must be between 10s and 5m']);
    expect(faults(-1)).toHaveLength(1);
  });
});

async function world(evaluateEvery: number | string, others = {}) {
  const all = setting();
  await all.put(policyOf({ evaluateEvery, ...others }));
  all.queues.set('jobs', { waiting: 0 });
  const cache = new PolicyCache();
  const queue = new FakeEvaluationQueue();
  return {
    ...{ ...all, queue, cache },
    /** One message of the schedule, as the function handles it. `late`: seconds after the tick. */
    async tick(trigger: Trigger = 'schedule', late = 0) {
      const reports = await all.many(['ci'], trigger);
      await cache.read([{ group: 'ci', version: 1 }], all.table.policies);
      const now = all.clock();
      await queueIntervals(reports, { tickAt: now - late * SECOND, now }, cache, queue, () => {});
      return queue.later.splice(0);
    },
  };
}

describe('a group that is evaluated every 15 s', () => {
  it('is queued for the rest of the minute by the evaluation of the schedule', async () => {
    const { tick } = await world(15);
    expect(await tick()).toEqual([15, 30, 45].map((seconds) => ({ group: 'ci', seconds, trigger: 'interval' })));
  });

  it('is not queued by its other evaluations, so that messages cannot multiply', async () => {
    const { tick } = await world(15);
    for (const trigger of ['interval', 'push', 'follow-up', 'alarm', 'worker-event', 'manual'] as const) {
      expect(await tick(trigger)).toEqual([]);
    }
  });

  it('is queued for what is left of the minute by a message that is late, or comes again', async () => {
    const { tick } = await world(15);
    expect((await tick('schedule', 20)).map(({ seconds }) => seconds)).toEqual([10, 25]);
    expect(await tick('schedule', 60)).toEqual([]);
  });

  it.each(['failed', 'skipped'] as const)('is left to the schedule if its evaluation has %s', async (result) => {
    const { tick, cache, queue, clock } = await world(15);
    expect(await tick()).toHaveLength(3);
    const now = clock();
    const report = { group: 'ci', trigger: 'schedule' as const, result };
    await queueIntervals([report], { tickAt: now, now }, cache, queue, () => {});
    expect(queue.later).toEqual([]);
  });

  it('that cannot be queued gives a warning', async () => {
    const { tick, cache, queue, clock } = await world(30);
    await tick();
    const warnings: string[] = [];
    queue.calls.fail('sendLater', new Error('no'));
    const report = { group: 'ci', trigger: 'schedule' as const, result: 'held' as const };
    await queueIntervals([report], { tickAt: clock(), now: clock() }, cache, queue, (text) => warnings.push(text));
    expect(warnings).toEqual(['no evaluation of ci in 30 s']);
  });

  it('stays due on every tick, even if it is steady', async () => {
    const LOAD = { namespace: 'App', name: 'Load', period: 60, dimensions: { Group: 'ci' } };
    const of = async (evaluateEvery: number) => {
      const all = await world(evaluateEvery, {
        metrics: { load: { cloudwatch: LOAD } },
        rules: [{ kind: 'target', metric: 'load', value: 50 }],
      });
      for (let n = 0; n < 2; n++) all.fleet.add('ci');
      for (let minute = -10; minute <= 0; minute++) all.metrics.put(LOAD, NOON + minute * 60_000, 50);
      await all.evaluate();
      return (await dueAtTick(all.table.states, all.clock())).includes('ci');
    };
    expect([await of(60), await of(30)]).toEqual([false, true]);
  });
});

describe('a group that is evaluated every five minutes', () => {
  const dueAfter = async (evaluateEvery: number) => {
    const { evaluate, table, clock, pass } = await world(evaluateEvery);
    await evaluate();
    let minutes = 0;
    do {
      pass(60);
      minutes += 1;
    } while (!(await dueAtTick(table.states, clock())).includes('ci'));
    return minutes;
  };
  it.each([
    [60, 1],
    // Rather too often than too seldom.
    [90, 1],
    [120, 2],
    [300, 5],
  ])('every %d s: the schedule passes over it until minute %d', async (evaluateEvery, minutes) => {
    expect(await dueAfter(evaluateEvery)).toBe(minutes);
  });

  it('is evaluated on every tick while its workers drain', async () => {
    const { evaluate, table, clock, pass, queues } = await world('5m', {
      capacity: { min: 0, max: 5 },
      behavior: { in: { drain: 600 } },
    });
    queues.set('jobs', { waiting: 20 });
    await evaluate();
    pass(1);
    queues.set('jobs', { waiting: 0 });
    await evaluate();
    pass(60);
    await evaluate();
    pass(60);
    expect(await dueAtTick(table.states, clock())).toEqual(['ci']);
  });

  it('queues nothing', async () => {
    const { tick } = await world('5m');
    expect(await tick()).toEqual([]);
  });
});
