import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../shared/decision/index.ts';
import { unitsOf } from '../../../../shared/model/index.ts';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import {
  billedIn,
  replayOf,
  run,
  type Scenario,
  type ScenarioDocument,
  Scorer,
  type Tick,
} from '../../../../shared/simulation/index.ts';
import { demandOf, scenarioOf } from '../scenarios.ts';

const behavior: PolicyDocument['behavior'] = {
  out: { cooldown: 0, stabilization: 0, limits: [] },
  in: { cooldown: 0, stabilization: 0, limits: [] },
};
const EC2 = { kind: 'ec2', launchTemplate: { name: 'web' }, subnets: ['subnet-a', 'subnet-b'] };
const WEIGHTS = { 'c7g.large': 2, 'c7g.xlarge': 5 };
const weighted = (weights: Readonly<Record<string, number>>) => ({
  instanceTypes: Object.entries(weights).map(([type, weight]) => ({ type, weight })),
});

function policyOf(provider: object, more: object = {}) {
  const parsed = parsePolicy({
    ...{ group: 'web', capacity: { min: 0, max: 60 }, warmup: 0, behavior },
    metrics: { requests: { cloudwatch: { namespace: 'App', name: 'RequestsPerSecond' } } },
    rules: [{ kind: 'target', metric: 'requests', value: 1, per: 'worker', tolerance: 0 }],
    ...{ provider: { ...EC2, ...provider }, ...more },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

const FAST = { tick: 60, evaluateEvery: 60, boot: 0, drain: 0, minBilled: 0 };
const interactive = (world: object) =>
  scenarioOf({ kind: 'interactive', workerRate: 1, ...FAST, ...world } as Extract<
    ScenarioDocument,
    { kind: 'interactive' }
  >);
const queue = (world: object) =>
  scenarioOf({ kind: 'queue', taskSeconds: 120, startWithin: 600, tasks: 'whole', ...FAST, ...world } as Extract<
    ScenarioDocument,
    { kind: 'queue' }
  >);

function replayed(policy: ReturnType<typeof policyOf>, scenario: Scenario, loads: readonly number[]) {
  const decisions: Decision[] = [];
  const warming: number[] = [];
  const poolUsd: number[] = [];
  const play = replayOf(policy, scenario, demandOf(scenario, loads), (each, { workers, spending }) => {
    decisions.push(each);
    warming.push(Array.isArray(workers) ? unitsOf(workers.filter(({ state }) => state === 'warming')) : 0);
    poolUsd.push(spending?.poolUsd ?? 0);
  });
  if (!play.ok) throw new Error(JSON.stringify(play.faults));
  const scorer = new Scorer(scenario, 0);
  const ticks: Tick[] = [];
  for (const tick of run(play.value)) {
    scorer.add(tick);
    ticks.push(tick);
  }
  return { ticks, decisions, warming, poolUsd, score: scorer.score() };
}

const loadsOf = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 15 }), fc.nat(30)), { minLength: 2, maxLength: 8 })
  .map((parts) => parts.flatMap(([count, load]) => Array<number>(count).fill(load)));

describe('a replay of a group with weights', () => {
  it('launches whole workers, counts units, and says both', () => {
    const policy = policyOf({ ...weighted(WEIGHTS), prices: { 'c7g.large': 0.1, 'c7g.xlarge': 0.2 } });
    const { ticks, decisions, score } = replayed(policy, interactive({}), [0, 0, ...Array<number>(58).fill(8)]);
    // An xlarge (5 units) is cheapest for a unit; 3 more units are a large (2) and, for the last one, another large.
    expect(ticks.at(-1)).toMatchObject({ ready: 9, workers: { ready: 3, billed: 3, launched: 0 } });
    expect(ticks.at(-1)?.usd).toBeCloseTo((0.2 + 2 * 0.1) / 60);
    expect(ticks.flatMap(({ launched, workers }) => (launched > 0 ? [{ launched, workers }] : []))).toEqual([
      { launched: 9, workers: { ready: 3, billed: 3, launched: 3 } },
    ]);
    expect(score.launches).toBe(3);
    expect(score.unitHours).toBeCloseTo(3 * score.workerHours);
    // As a deployed group: the surplus is lighter than each worker, so it stays.
    expect(decisions.at(-1)).toMatchObject({ direction: 'hold', current: 8, desired: 8 });
    expect(decisions.at(-1)?.reason.params).toMatchObject({ workers: 3, units: 9 });
  });

  it('without prices launches the first type that fits, and counts no dollars', () => {
    const { ticks, score } = replayed(policyOf(weighted(WEIGHTS)), interactive({}), [0, 0, 8, 8, 8]);
    expect(ticks.at(-1)).toMatchObject({ ready: 8, workers: { ready: 4 } });
    expect(score.usd).toBe(0);
    expect(ticks.at(-1)).not.toHaveProperty('usd');
  });

  it('pays hourlyUsd for each worker, not for each unit', () => {
    const { score } = replayed(policyOf(weighted(WEIGHTS)), interactive({ hourlyUsd: 0.3 }), [
      0,
      0,
      ...Array<number>(60).fill(10),
    ]);
    expect(score.usd).toBeCloseTo(score.workerHours * 0.3);
    expect(score.unitHours).toBeCloseTo(5 * score.workerHours);
  });

  it('counts the targets of a load balancer, whatever they weigh', () => {
    const policy = policyOf(weighted({ 'c7g.xlarge': 4 }), {
      metrics: {
        requests: {
          cloudwatch: {
            ...{ namespace: 'AWS/ApplicationELB', name: 'RequestCountPerTarget', statistic: 'Sum' },
            dimensions: { TargetGroup: 'targetgroup/web/1' },
          },
        },
      },
      rules: [{ kind: 'step', metric: 'requests', threshold: 1e9, steps: [{ from: 0, add: 1 }] }],
      capacity: { min: 8, max: 8 },
    });
    let seen: readonly number[] = [];
    const scenario = interactive({});
    const play = replayOf(policy, scenario, demandOf(scenario, [8, 8, 8, 8]), (_, { metrics }) => {
      seen = ((metrics['requests'] ?? []) as readonly { value: number }[]).map(({ value }) => value);
    });
    if (!play.ok) throw new Error(JSON.stringify(play.faults));
    for (const tick of run(play.value)) expect(tick.workers?.ready).toBe(2);
    // 8 requests a second on two targets, in a minute.
    expect(new Set(seen)).toEqual(new Set([240]));
  });

  it('gives a worker as many tasks as it has units, and removes none that has one', () => {
    const policy = policyOf(weighted({ 'c7g.xlarge': 4 }), {
      metrics: { waiting: { sqs: { queue: 'jobs' } } },
      rules: [{ kind: 'backlog', metric: 'waiting', perWorker: 1 }],
    });
    const scenario = queue({ reports: 'busy' });
    const { ticks } = replayed(policy, scenario, [0, 0, 8, 8, 0, 0, 0, 0, 0, 0, 0]);
    expect(Math.max(...ticks.map(({ busy }) => busy))).toBeGreaterThanOrEqual(8);
    for (const tick of ticks) {
      expect(tick.busy).toBeLessThanOrEqual(tick.ready);
      expect((tick.workers?.ready ?? 0) * 4).toBe(tick.ready);
    }
    expect(ticks.at(-1)?.ready).toBe(0);
  });

  it('never launches more than was asked for by a whole worker, and never removes more than was decided', () => {
    const units = fc.integer({ min: 2, max: 9 });
    const timing = fc.record({ boot: fc.constantFrom(0, 120, 300), drain: fc.constantFrom(0, 180) });
    fc.assert(
      fc.property(loadsOf, units, units, timing, fc.nat(100), (loads, one, other, times, percent) => {
        const weights = { 'c7g.large': one, 'c7g.xlarge': other };
        const failures = { interruptionsPerHour: 1, capacityErrors: 0.1 };
        const scenario = interactive({ ...times, failures });
        const { ticks, score } = replayed(policyOf({ ...weighted(weights), spot: { percent } }), scenario, loads);
        const lightest = Math.min(one, other);
        let capacity = Number.NaN;
        for (const { ready, booting, draining, workers, launched, retired, ...tick } of ticks) {
          expect(ready + booting + draining).toBe(billedIn({ ready, booting, draining } as Tick));
          expect(Number.isInteger(ready) && ready >= 0 && booting >= 0).toBe(true);
          expect(workers?.billed).toBeLessThanOrEqual((ready + booting + draining) / lightest);
          if (tick.interrupted === 0 && capacity >= 0) expect(ready + booting).toBe(capacity + launched - retired);
          capacity = ready + booting;
        }
        expect(score.unitHours).toBeGreaterThanOrEqual(score.workerHours * lightest - 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it('removes all workers that the decision to scale in names, as a deployed group does', () => {
    const slow = { out: behavior.out, in: { cooldown: '10m', stabilization: 0, limits: [] } };
    const policy = policyOf(weighted({ 'c7g.large': 3 }), { behavior: slow });
    // Two workers are 6 units for a demand of 4. For a demand of 3, one of them is enough.
    const { ticks, decisions } = replayed(policy, interactive({}), [
      ...[0, 0],
      ...Array<number>(6).fill(4),
      ...Array<number>(20).fill(3),
    ]);
    const decided = decisions.findIndex(({ direction }) => direction === 'in');
    expect(decisions[decided]).toMatchObject({ current: 4, desired: 3 });
    expect(ticks.flatMap(({ retired, index }) => (retired > 0 ? [{ retired, after: index - decided }] : []))).toEqual([
      { retired: 3, after: 0 },
    ]);
  });

  it('removes a heavy worker once several scale-ins by one unit add up to it', () => {
    const rules = [
      {
        ...{ kind: 'threshold', metric: 'requests' },
        ...{ out: { above: 90, for: 0, add: 1 }, in: { below: 5, for: 0, remove: 1 } },
      },
    ];
    const slow = { out: behavior.out, in: { cooldown: '5m', stabilization: 0, limits: [] } };
    const policy = policyOf(weighted({ 'c7g.large': 2 }), { rules, behavior: slow });
    const { ticks } = replayed(policy, interactive({}), [10, 10, ...Array<number>(60).fill(0.5)]);
    expect(ticks.at(-1)?.workers?.ready).toBeLessThanOrEqual(3);
  });

  it('exceeds the desired capacity only by what is lighter than each worker that could go', () => {
    fc.assert(
      fc.property(loadsOf, (loads) => {
        const wanted: number[] = [];
        const scenario = interactive({});
        const policy = policyOf(weighted(WEIGHTS));
        const play = replayOf(policy, scenario, demandOf(scenario, loads), ({ desired }) => wanted.push(desired));
        if (!play.ok) throw new Error(JSON.stringify(play.faults));
        let index = 0;
        for (const { ready, booting } of run(play.value)) {
          const desired = wanted[index] ?? 0;
          expect(ready + booting).toBeGreaterThanOrEqual(desired);
          expect(ready + booting - desired).toBeLessThan(5);
          index += 1;
        }
      }),
      { numRuns: 30 },
    );
  });

  it('with weights of 1 is the same to the last byte as without', () => {
    const types = { instanceTypes: ['c7g.large', 'c7g.xlarge'] };
    const ones = weighted({ 'c7g.large': 1, 'c7g.xlarge': 1 });
    const prices = { 'c7g.large': 0.1, 'c7g.xlarge': 0.2 };
    fc.assert(
      fc.property(loadsOf, fc.boolean(), fc.constantFrom(0, 120), (loads, priced, boot) => {
        const scenario = interactive({ boot, failures: { interruptionsPerHour: 1 }, ...(priced ? { prices } : {}) });
        const [plain, counted] = [types, ones].map((each) => replayed(policyOf(each), scenario, loads));
        expect(JSON.stringify(counted)).toBe(JSON.stringify(plain));
      }),
      { numRuns: 15 },
    );
  });

  it('with weights of n is that of n times as many workers, where n divides all that is wanted', () => {
    fc.assert(
      fc.property(loadsOf, fc.integer({ min: 2, max: 5 }), (loads, weight) => {
        const scenario = interactive({});
        const scaled = loads.map((load) => load * weight);
        const few = replayed(
          policyOf({ instanceTypes: ['c7g.large'] }, { capacity: { min: 0, max: 30 } }),
          scenario,
          loads,
        );
        const units = replayed(
          policyOf(weighted({ 'c7g.large': weight }), {
            capacity: { min: 0, max: 30 * weight },
            rules: [{ kind: 'target', metric: 'requests', value: 1, per: 'worker', tolerance: 0 }],
          }),
          scenario,
          scaled,
        );
        // The first step starts with as much as keeps 70 % busy, which may differ by less than a worker.
        const later = (ticks: readonly Tick[]) => ticks.slice(2);
        expect(later(units.ticks).map(({ workers }) => workers?.ready)).toEqual(
          later(few.ticks).map(({ ready }) => ready),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('with a pool whose members run counts them with their whole weight as warming, and in the budget', () => {
    const warm = { size: 1, state: 'running', reuse: false };
    const policy = policyOf(
      { ...weighted({ 'c7g.large': 4 }), prices: { 'c7g.large': 4 }, warm },
      { warmup: 180, guards: { budget: { hourlyUsd: 1000 } } },
    );
    const { warming, poolUsd } = replayed(policy, interactive({ boot: 600 }), [0, 0, ...Array<number>(8).fill(4)]);
    expect(new Set(warming)).toEqual(new Set([0, 4]));
    expect(new Set(poolUsd)).toEqual(new Set([0, 4]));
  });

  it.each([2, 'auto'] as const)('with a pool of %s members counts members whole, whatever they weigh', (size) => {
    const loads = Array.from({ length: 120 * 30 }, (_, step) => (step % 120 < 60 ? 2 : 8));
    const warm = { size, reuse: false };
    const scenario = interactive({ boot: 240, hourlyUsd: 0.1 });
    const [few, units] = [1, 4].map((weight) =>
      replayed(
        policyOf({ ...weighted({ 'c7g.large': weight }), warm }, { capacity: { min: 0, max: 30 * weight } }),
        scenario,
        loads.map((load) => load * weight),
      ),
    );
    expect(few?.score.pool?.started).toBeGreaterThan(0);
    expect(units?.score.pool).toEqual(few?.score.pool);
    expect(units?.score.launches).toBe(few?.score.launches);
    expect(units?.score.usd).toBeCloseTo(few?.score.usd ?? 0, 6);
  });
});
