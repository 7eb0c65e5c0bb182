import { describe, expect, it } from 'vitest';
import { hoursOf, rateOf } from '../../../../shared/prices/index.ts';
import { NOON } from '../../../contracts/examples.ts';
import { policyOf, setting } from '../setting.ts';

const HOUR = 3_600_000;

/** A group whose workers cost a dollar per hour each. */
async function costing(jobs: number, changes: Parameters<typeof policyOf>[0] = {}) {
  const world = setting();
  const dollar = { system: 'linux', type: 'c7g.large', market: 'on-demand', usd: 1 } as const;
  await world.table.prices.store([dollar], world.clock());
  world.queues.set('jobs', { waiting: jobs });
  await world.put(policyOf(changes));
  return {
    ...world,
    /** Evaluates every minute for so long. */
    async run(minutes: number) {
      for (let n = 0; n < minutes; n++) {
        world.pass(60);
        await world.evaluate();
      }
    },
    /** All that is known of the group's hours, as `cost` reads it. */
    async hours() {
      const known = new Map((await world.table.costs.between('ci', 0, Infinity)).map((hour) => [hour.at, hour]));
      for (const hour of hoursOf(world.state().spending)) known.set(hour.at, hour);
      return [...known.values()].toSorted((one, other) => one.at - other.at);
    },
  };
}

describe('the costs of a group', () => {
  it('follow its workers from their launch to their termination', async () => {
    const world = await costing(20);
    await world.evaluate();
    await world.run(30);
    expect(rateOf(world.state().spending)).toBe(2);
    world.queues.set('jobs', { waiting: 0 });
    await world.evaluate();
    const launched = NOON;
    const ended = world.clock();
    await world.run(10);
    const [hour] = await world.hours();
    expect(hour?.seconds).toBeCloseTo((2 * (ended - launched)) / 1000);
    expect(rateOf(world.state().spending)).toBe(0);
  });

  it('count no worker twice when prices could not be read meanwhile', async () => {
    const world = await costing(20);
    await world.evaluate();
    await world.run(5);
    world.table.prices.calls.fail('read', new Error('throttled'));
    await world.run(5);
    expect(rateOf(world.state().spending)).toBe(2);
    // The new worker is written with what was counted until then.
    world.queues.set('jobs', { waiting: 30 });
    await world.run(2);
    const [hour] = await world.hours();
    expect(hour?.seconds).toBe(2 * 12 * 60 + 60);
  });

  it('are stored once for each hour, and the newest hours wait in the state', async () => {
    const world = await costing(20);
    await world.evaluate();
    await world.run(250);
    const hours = await world.hours();
    expect(hours.map(({ at, seconds }) => [(at - NOON) / HOUR, seconds])).toEqual([
      [0, 7200],
      [1, 7200],
      [2, 7200],
      [3, 7200],
      [4, 0],
    ]);
    expect(world.table.costs.calls.of('store')).toBe(3);
  });

  it('take no write of a steady group, but one an hour', async () => {
    const world = await costing(20);
    await world.evaluate();
    await world.run(5);
    world.table.calls.clear();
    await world.run(50);
    expect(world.writes()).toBe(0);
    await world.run(60);
    expect(world.writes()).toBe(1);
  });

  it('miss nothing if evaluations fail for 10 minutes, and workers end unseen', async () => {
    const world = await costing(30);
    await world.evaluate();
    await world.run(5);
    const [id = ''] = world.alive();
    world.pass(9 * 60);
    world.fleet.vanish(id);
    world.pass(60);
    await world.evaluate();
    const [hour] = await world.hours();
    expect(hour?.seconds).toBe(3 * 15 * 60);
  });

  it('are the same if a write of the state or of an hour fails', async () => {
    const world = await costing(20);
    await world.evaluate();
    await world.run(70);
    world.table.costs.calls.fail('store', new Error('no table'), new Error('no table'));
    world.table.calls.fail('states.remember', new Error('no table'));
    await world.run(120);
    const hours = await world.hours();
    expect(hours.map(({ seconds }) => seconds)).toEqual([7200, 7200, 7200, expect.any(Number)]);
  });

  it('of a month limit growth to what it has left', async () => {
    const world = await costing(20, { guards: { budget: { monthlyUsd: 700 } } });
    await world.evaluate();
    await world.run(60);
    const { observation } = await recorded(world);
    expect(observation.spending).toMatchObject({ launchUsd: 1, monthUsd: expect.closeTo(2, 2) });
    world.queues.set('jobs', { waiting: 90 });
    const report = await world.evaluate();
    // 698 dollars for the nine days and 11 hours until December.
    expect(report.decision?.desired).toBe(3);
    expect(report.told).toContain("$2 of the month's $700 is spent");
  });
});

/** The input of the next decision. */
async function recorded(world: Awaited<ReturnType<typeof costing>>) {
  const cases: { readonly observation: { readonly spending?: object | undefined } }[] = [];
  await world.evaluate({ record: (each) => cases.push(each) });
  return cases[0] ?? { observation: {} };
}
