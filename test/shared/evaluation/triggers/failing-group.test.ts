import { expect, test } from 'vitest';
import { buryFailing, queueDue } from '../../../../shared/evaluation/index.ts';
import { FakeEvaluationQueue } from '../../../fakes/fake-queues.ts';
import { policyOf, setting } from '../setting.ts';

const DENIED = Object.assign(new Error('not allowed'), { name: 'UnauthorizedOperation' });

/** Minutes of the schedule: what is due is evaluated, as the functions do it. */
function scheduled() {
  const world = setting();
  const deadLetters = new FakeEvaluationQueue();
  let denied = true;
  const list: typeof world.ports.workers.list = (...args) =>
    denied ? Promise.reject(DENIED) : world.ports.workers.list(...args);
  const evaluations: string[] = [];
  return {
    ...{ world, deadLetters, evaluations },
    allow: () => {
      denied = false;
    },
    deny: () => {
      denied = true;
    },
    async minutes(count: number) {
      for (let minute = 0; minute < count; minute++) {
        const queue = new FakeEvaluationQueue();
        const now = world.clock();
        await queueDue({ states: world.table.states, clusters: world.table.clusters, queue, since: now - 60_000, now });
        const reports = await world.many(queue.sent, 'schedule', { workers: { ...world.ports.workers, list } });
        evaluations.push(...reports.map(({ result }) => result));
        await buryFailing(reports as never, deadLetters);
        world.pass(60);
      }
    },
  };
}

test('a group that goes on failing is tried ever less often, and is one dead letter a day', async () => {
  const { world, deadLetters, evaluations, minutes } = scheduled();
  await world.put(policyOf());
  await minutes(60);
  expect(evaluations.length).toBeLessThanOrEqual(16);
  expect(new Set(evaluations)).toEqual(new Set(['failed']));
  expect(deadLetters.sent).toEqual(['ci']);
  await minutes(22 * 60);
  expect(deadLetters.sent).toEqual(['ci']);
  await minutes(20 * 60);
  expect(deadLetters.sent).toEqual(['ci', 'ci']);
});

test('a passing fault is tried again with the next tick, and is no dead letter', async () => {
  const { world, deadLetters, evaluations, minutes, allow } = scheduled();
  await world.put(policyOf());
  await minutes(2);
  allow();
  await minutes(1);
  expect(evaluations).toEqual(['failed', 'failed', 'held']);
  expect(deadLetters.sent).toEqual([]);
  expect(world.state().failures).toBe(0);
});

test('a group that has recovered is evaluated at its usual pace, and its next fault is reported again', async () => {
  const { world, deadLetters, evaluations, minutes, allow, deny } = scheduled();
  await world.put(policyOf());
  world.queues.set('jobs', { waiting: 0 });
  await minutes(20);
  allow();
  await minutes(6);
  expect(world.state().failures).toBe(0);
  evaluations.length = 0;
  await minutes(3);
  expect(evaluations).toEqual(['held', 'held', 'held']);
  deny();
  await minutes(3);
  expect(deadLetters.sent).toEqual(['ci', 'ci']);
});

test('an alarm evaluates a group at once, whenever the schedule tries it next', async () => {
  const { world, minutes } = scheduled();
  await world.put(policyOf());
  await minutes(10);
  world.queues.set('jobs', { waiting: 20 });
  expect(await world.evaluate({}, 'alarm')).toMatchObject({ result: 'resized' });
  expect(world.state().failures).toBe(0);
});
