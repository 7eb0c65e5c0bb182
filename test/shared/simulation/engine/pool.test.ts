import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../../../shared/policy/index.ts';
import {
  billedIn,
  type Play,
  type PoolPlan,
  replayOf,
  run,
  scoreOf,
  type Tick,
  ticksIn,
} from '../../../../shared/simulation/index.ts';
import { runs } from '../../runs.ts';
import { loads, playOf, scenarios } from '../players.ts';
import { demandOf, interactive } from '../scenarios.ts';

const EC2 = { launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-0123456789abcdef0'] };
const PLAN: PoolPlan = { size: 2, most: 100, weight: 1, start: 2, price: 0.1, reuse: false, quiet: 1 };

/** Asks for these capacities, one a step, and then for the last of them. */
function played(wishes: readonly number[], plan: Partial<PoolPlan> = {}, steps = 40): Tick[] {
  const scenario = interactive({ boot: 120, drain: 30, minBilled: 60 });
  const play: Play = {
    ...{ scenario, demand: demandOf(scenario, Array<number>(steps).fill(1)), bounds: { min: 0, max: 50 }, initial: 2 },
    controller: (_now, { index }) => wishes[index] ?? wishes.at(-1) ?? null,
    pool: { ...PLAN, ...plan },
  };
  return [...run(play)];
}

describe('a warm pool', () => {
  test('members start first and serve after their start; the rest is launched', () => {
    const ticks = played([2, 5]);
    expect(ticks[1]).toMatchObject({ launched: 3, ready: 2, booting: 3, pool: { started: 2, members: 0 } });
    expect(ticks.map(({ ready }) => ready).slice(0, 10)).toEqual([2, 2, 2, 4, 4, 4, 4, 4, 4, 5]);
  });

  test('it is refilled in the next evaluation that launches nothing; a new member boots before it waits', () => {
    const ticks = played([2, 4]);
    expect(ticks[1]?.pool).toMatchObject({ members: 0, preparing: 0, started: 2, refilled: 0 });
    expect(ticks[2]?.pool).toMatchObject({ members: 0, preparing: 2, refilled: 2 });
    expect(ticks[9]?.pool).toMatchObject({ members: 0, preparing: 2 });
    expect(ticks[10]?.pool).toMatchObject({ members: 2, preparing: 0 });
  });

  test('a member costs its price while it waits, and a worker while it is prepared', () => {
    const ticks = played([2, 4]);
    expect(ticks[0]?.pool?.cost).toBeCloseTo(0.2);
    expect(billedIn(ticks[0] as Tick)).toBeCloseTo(2.2);
    expect(ticks[2]?.pool?.cost).toBe(2);
    expect(billedIn(ticks[2] as Tick)).toBe(6);
  });

  test('workers return after their drain, as far as there is room', () => {
    // Three join, two of them from the pool. Then three leave, and two of them fill the pool again.
    const ticks = played([2, 2, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 2], { reuse: true, quiet: 60 });
    expect(ticks[12]).toMatchObject({ retired: 3, draining: 3, pool: { members: 0 } });
    expect(ticks[14]).toMatchObject({ draining: 0, pool: { members: 2, preparing: 0, refilled: 0 } });
  });

  test('members and workers together stay below the maximum', () => {
    const ticks = played([2, 4], { most: 5 });
    expect(ticks.at(-1)?.pool).toMatchObject({ members: 1, preparing: 0 });
  });

  test('of members with weights holds as many as could start below the maximum', () => {
    const membersOf = (most: number) => played([4], { most, weight: 4 }, 60).at(-1)?.pool?.members;
    // A member starts also for less than its weight.
    expect([5, 8, 9].map(membersOf)).toEqual([1, 1, 2]);
  });

  test('the score has its cost, and the launches that were starts', () => {
    const scenario = interactive({ boot: 120, drain: 30 });
    const score = scoreOf({
      ...{ scenario, demand: demandOf(scenario, Array<number>(240).fill(1)), bounds: { min: 0, max: 50 }, initial: 2 },
      controller: (_now, { index }) => (index < 10 ? 2 : 4),
      pool: { ...PLAN, price: 0.1 },
    });
    // An hour: two members wait, except while the pool is empty for a step and prepared for eight.
    expect(score.pool).toMatchObject({ started: 2, refilled: 2 });
    expect(score.pool?.memberHours).toBeCloseTo((2 * (240 - 9)) / 240);
    expect(score.pool?.workerHours).toBeCloseTo((2 * 8 + 0.1 * 2 * (240 - 9)) / 240);
    expect(score.workerHours).toBeCloseTo((2 * 10 + 4 * 230) / 240 + (score.pool?.workerHours ?? 0));
  });

  test('in any play, it never holds more than its size, and only its members come early', () => {
    const plans = fc.record({
      ...{ size: fc.nat(6), weight: fc.constantFrom(1, 3), start: fc.nat(3), quiet: fc.constantFrom(1, 4, 20) },
      ...{ reuse: fc.boolean(), price: fc.constantFrom(0, 0.05, 1), most: fc.constantFrom(8, 1000) },
    });
    const players = fc.constantFrom('thrashing', 'contrary', 'impatient', 'murderous', 'hpa');
    fc.assert(
      fc.property(scenarios, players, loads, plans, (scenario, player, load, plan) => {
        const play = { ...playOf(scenario, player, load), pool: plan };
        const boot = ticksIn(scenario.boot, scenario);
        const initial = play.initial ?? 0;
        const ticks = [...run(play)];
        let [there, capacity] = [plan.size, initial];
        ticks.forEach(({ index, ready, booting, launched, retired, interrupted, pool }) => {
          if (!pool) throw new Error('no pool');
          const { members, preparing, started, startedUnits, refilled } = pool;
          capacity += launched - retired - interrupted;
          expect(ready + booting).toBe(capacity);
          expect(members + preparing).toBeLessThanOrEqual(plan.size);
          expect(startedUnits).toBeLessThanOrEqual(launched);
          // Workers that return are members, too.
          if (!plan.reuse) expect(started).toBeLessThanOrEqual(there);
          if (refilled > 0) expect(capacity + (members + preparing - 1) * plan.weight).toBeLessThan(plan.most);
          if (!plan.reuse) expect(members + preparing).toBe(there - started + refilled);
          there = members + preparing;
          // Only what was launched a boot ago, or started a start ago, is ready.
          const cold = ticks[index - boot];
          const warm = ticks[index - plan.start];
          const most = (cold ? cold.launched - (cold.pool?.startedUnits ?? 0) : 0) + (warm?.pool?.startedUnits ?? 0);
          expect(ready).toBeLessThanOrEqual((ticks[index - 1]?.ready ?? initial) + most);
        });
      }),
      { numRuns: Math.min(runs, 300) },
    );
  });
});

describe('a policy with a warm pool', () => {
  const policyOf = (warm: object) => {
    const parsed = parsePolicy({
      ...{ group: 'web', capacity: { min: 1, max: 50 }, metrics: { demand: { pushed: {} } } },
      provider: {
        kind: 'ec2',
        launchTemplate: { name: 'web' },
        instanceTypes: ['c7g.large'],
        subnets: ['subnet-0123456789abcdef0'],
        warm,
      },
      rules: [{ kind: 'objective', metric: 'demand', perWorker: 1 }],
    } as never);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    return parsed.value;
  };
  const replayed = (warm: object, scenario = interactive({ boot: 240 })) => {
    const replay = replayOf(policyOf(warm), scenario, demandOf(scenario, [5, 6, 7]));
    if (!replay.ok) throw new Error(JSON.stringify(replay.faults));
    return replay.value.pool;
  };

  test('the plan follows from the policy and the scenario', () => {
    expect(replayed({ size: 3 })).toMatchObject({ size: 3, most: 50, start: 2, reuse: false, quiet: 1 });
    expect(replayed({ size: 3, reuse: true })).toMatchObject({ reuse: true, quiet: 60 });
    expect(replayed({ size: 3 }, interactive({ warm: { boot: '45s', price: 0.2 } }))).toMatchObject({ start: 3 });
    // A member is prepared again once in its life, and a running one costs as much as a worker.
    expect(replayed({ size: 3, maxAge: '1h' })?.price).toBeCloseTo(0.012 + 240 / 3600);
    expect(replayed({ size: 3, state: 'running' })?.price).toBeCloseTo(1, 2);
    expect(replayed({ size: 3, state: 'running' })?.start).toBe(0);
  });

  test('without the pool, a replay is that of the same policy without one', () => {
    const scenario = interactive();
    const replay = replayOf(
      policyOf({ size: 3 }),
      scenario,
      demandOf(scenario, [5, 6, 7]),
      undefined,
      {},
      { withPool: false },
    );
    expect(replay.ok && replay.value.pool).toBeUndefined();
  });

  /** Four busy workers, and ten for ten minutes of every half hour, for two days. */
  const crowds = Array.from({ length: 2 * 5760 }, (_, step) => (step % 120 < 40 ? 10 : 4));
  const replayedOn = (loads: readonly number[], boot: number, withPool: boolean) => {
    const scenario = interactive({ boot, evaluateEvery: 60, burnIn: '26h' });
    const parsed = parsePolicy({
      ...{ group: 'web', capacity: { min: 1, max: 50 }, metrics: { cpu: { pushed: {} } }, profile: 'aggressive' },
      provider: { kind: 'ec2', ...EC2, warm: { size: 'auto', reuse: true } },
      rules: [{ kind: 'target', metric: 'cpu', value: 70 }],
    } as never);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const replay = replayOf(parsed.value, scenario, demandOf(scenario, loads), undefined, {}, { withPool });
    if (!replay.ok) throw new Error(JSON.stringify(replay.faults));
    return scoreOf(replay.value);
  };

  test('size auto pays where boots are slow and crowds frequent: much less is lost for a little more', () => {
    const [without, warm] = [replayedOn(crowds, 300, false), replayedOn(crowds, 300, true)];
    expect(warm.pool?.started).toBeGreaterThan(0);
    expect(warm.latePercent).toBeLessThan(0.6 * without.latePercent);
    expect(warm.workerHours).toBeLessThan(1.1 * without.workerHours);
  });

  test('size auto declines where a launch is as fast as a start, and where the demand is steady', () => {
    for (const [loads, boot] of [
      [crowds, 30],
      [crowds.map(() => 4), 300],
    ] as const) {
      const { pool, ...warm } = replayedOn(loads, boot, true);
      expect(pool).toMatchObject({ workerHours: 0, memberHours: 0, started: 0, refilled: 0 });
      expect(warm).toEqual(replayedOn(loads, boot, false));
    }
  });
});
