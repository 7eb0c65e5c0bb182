import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../shared/decision/index.ts';
import { type PolicyDocument, parsePolicy } from '../../../../shared/policy/index.ts';
import {
  billedIn,
  type MarketPrices,
  parsePriceHistory,
  priceFaults,
  replayOf,
  run,
  type Scenario,
  type ScenarioDocument,
  Scorer,
  type Tick,
} from '../../../../shared/simulation/index.ts';
import { byRun } from '../../../full-run.ts';
import { demandOf, interactive, START } from '../scenarios.ts';

const HOUR = 3600;
const AT_ONCE: Pick<PolicyDocument, 'behavior'> = {
  behavior: {
    out: { cooldown: 0, stabilization: 0, limits: [] },
    in: { cooldown: 0, stabilization: 0, limits: [] },
  },
};
const EC2 = { kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large'], subnets: ['subnet-a'] };

function policyOf(provider: object, more: object = {}) {
  const parsed = parsePolicy({
    ...{ group: 'web', capacity: { min: 0, max: 40 }, warmup: 0, ...AT_ONCE },
    metrics: { requests: { cloudwatch: { namespace: 'App', name: 'RequestsPerSecond' } } },
    rules: [{ kind: 'target', metric: 'requests', value: 1, per: 'worker', tolerance: 0 }],
    ...{ provider: { ...EC2, ...provider }, ...more },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

type Interactive = Partial<Extract<ScenarioDocument, { kind: 'interactive' }>>;
const FAST = { tick: 60, evaluateEvery: 60, boot: 0, drain: 0, minBilled: 0 };

function replayed(
  provider: object,
  world: Interactive,
  loads: readonly number[],
  more: object = {},
  market: MarketPrices = {},
) {
  const scenario = interactive({ ...FAST, ...world });
  const decisions: Decision[] = [];
  const play = replayOf(
    policyOf(provider, more),
    scenario,
    demandOf(scenario, loads),
    (each) => decisions.push(each),
    market,
  );
  if (!play.ok) throw new Error(JSON.stringify(play.faults));
  const scorer = new Scorer(scenario, 0);
  const ticks: Tick[] = [];
  for (const tick of run(play.value)) {
    scorer.add(tick);
    ticks.push(tick);
  }
  return { ticks, decisions, score: scorer.score() };
}

/** So many minutes of each load. */
const minutes = (...loads: readonly (readonly [number, number])[]): number[] =>
  loads.flatMap(([count, load]) => Array<number>(count).fill(load));

describe('the dollars of a replay', () => {
  it.each([
    ['of the policy', { prices: { 'c7g.large': 0.1 } }, {}, 0.1],
    [
      'of the policy before those of the scenario',
      { prices: { 'c7g.large': 0.1 } },
      { prices: { 'c7g.large': 9 } },
      0.1,
    ],
    ['of the policy before hourlyUsd', { prices: { 'c7g.large': 0.1 } }, { hourlyUsd: 9 }, 0.1],
    ['of the scenario', {}, { prices: { 'c7g.large': 0.2 } }, 0.2],
    ['of the scenario, times the factor', { priceFactor: 0.5 }, { prices: { 'c7g.large': 0.2 } }, 0.1],
    [
      'of spot, without the factor',
      { priceFactor: 0.5, spot: { percent: 100 } },
      { prices: { 'c7g.large': { onDemand: 0.2, spot: 0.06 } } },
      0.06,
    ],
    ['hourlyUsd', {}, { hourlyUsd: 0.3 }, 0.3],
    ['hourlyUsd for types without a price', {}, { hourlyUsd: 0.3, prices: { 'm7g.large': 0.2 } }, 0.3],
  ])('are worker-hours × the price %s', (_, provider, world, price) => {
    const { score } = replayed(provider, world, minutes([60, 4], [60, 8]));
    expect(score.workerHours).toBeGreaterThan(8);
    expect(score.usd).toBeCloseTo(score.workerHours * price, 9);
  });

  it('are 0 while nothing says what workers cost', () => {
    expect(replayed({}, {}, minutes([60, 4])).score.usd).toBe(0);
  });

  it('follow what is stored, unless the scenario or a history says otherwise', () => {
    const stored = { linux: { 'c7g.large': { onDemand: { usd: 0.07 } } } };
    const history = parsePriceHistory('timestamp,type,usd,market\n2026-11-20T00:00:00Z,c7g.large,0.09,on-demand\n');
    const paid = (world: Interactive, market: MarketPrices) => {
      const { usd, workerHours } = replayed({}, world, minutes([60, 4]), {}, market).score;
      return usd / workerHours;
    };
    expect(paid({}, { stored })).toBeCloseTo(0.07);
    expect(paid({}, { stored, history })).toBeCloseTo(0.09);
    expect(paid({ prices: { 'c7g.large': 0.08 } }, { stored })).toBeCloseTo(0.08);
    expect(paid({ hourlyUsd: 0.06 }, { stored })).toBeCloseTo(0.06);
  });

  it('divide workers among the markets as the policy does, and say what spot saves', () => {
    const spot = { percent: 50, onDemandBase: 2 };
    const prices = { 'c7g.large': { onDemand: 1, spot: 0.25 } };
    const { ticks } = replayed({ spot }, { prices }, minutes([2, 0], [9, 10]));
    // Six on demand, the base among them, and four spot.
    expect(ticks.at(-1)).toMatchObject({
      ready: 10,
      usd: expect.closeTo((6 + 4 * 0.25) / 60),
      savedUsd: expect.closeTo(3 / 60),
    });
  });

  it('launch the cheapest type of a zone, and keep zones even', () => {
    const prices = {
      'c7g.large': { onDemand: 1, spot: { a: 0.3, b: 0.1 } },
      'm7g.large': { onDemand: 1, spot: { a: 0.2, b: 0.4 } },
    };
    const provider = {
      spot: { percent: 100 },
      instanceTypes: ['c7g.large', 'm7g.large'],
      subnets: ['subnet-a', 'subnet-b'],
    };
    expect(replayed(provider, { prices }, minutes([9, 10])).ticks.at(-1)?.usd).toBeCloseTo((5 * 0.2 + 5 * 0.1) / 60);
    const cheapest = { ...provider, spread: 'none' };
    expect(replayed(cheapest, { prices }, minutes([9, 10])).ticks.at(-1)?.usd).toBeCloseTo((10 * 0.1) / 60);
  });

  it('include the rest of the minimum time of the workers that are too young, and nothing more of the others', () => {
    const prices = { 'c7g.large': 1 };
    const loads = minutes([20, 1], [2, 3], [20, 1]);
    const { ticks } = replayed({}, { prices, minBilled: 600 }, loads);
    // Of the two that are terminated after two minutes, one has run for long, and the other is billed for eight more minutes.
    expect(ticks.filter(({ draining }) => draining > 0).map(({ draining }) => draining)).toEqual(Array(8).fill(1));
    // The replay begins with two workers for a minute.
    expect(ticks.reduce((sum, { usd = 0 }) => sum + usd, 0)).toBeCloseTo((loads.length + 1 + 2 * 2 + 8) / 60);
  });

  it('of a month equal instance-hours × price within 1 %, however prices and workers move', () => {
    const loads = fc.array(fc.tuple(fc.integer({ min: 60, max: 2000 }), fc.nat(20)), { minLength: 3, maxLength: 12 });
    const moves = fc.array(fc.tuple(fc.nat(30 * 24), fc.integer({ min: 1, max: 90 })), { minLength: 1, maxLength: 60 });
    const kept = fc.record({
      boot: fc.constantFrom(0, 120),
      drain: fc.constantFrom(0, 300),
      minBilled: fc.constantFrom(0, 60, 600),
    });
    fc.assert(
      fc.property(loads, moves, kept, (wanted, written, timing) => {
        const hours = new Map(written.map(([hour, cents]) => [hour, cents / 100]));
        const spot = [...hours].map(([hour, usd]) => ({ after: hour * HOUR, usd }));
        const failures = { interruptionsPerHour: 0.2, capacityErrors: 0.1 };
        const { ticks, score } = replayed(
          { spot: { percent: 100 } },
          { ...timing, failures, prices: { 'c7g.large': { onDemand: 1, spot } } },
          minutes(...wanted),
        );
        const sorted = spot.toSorted((one, other) => one.after - other.after);
        const priceAt = (at: number) =>
          (sorted.findLast(({ after }) => START + after * 1000 <= at) ?? sorted[0])?.usd ?? 0;
        const bill = ticks.reduce((sum, tick) => sum + (billedIn(tick) / 60) * priceAt(tick.at), 0);
        expect(Math.abs(score.usd - bill)).toBeLessThanOrEqual(0.01 * bill + 1e-9);
      }),
      { numRuns: byRun({ quick: 5, full: 15 }) },
    );
  });
});

describe('retire: costliest', () => {
  const zones = { subnets: ['subnet-a', 'subnet-b'], spot: { percent: 100 } };
  const prices = {
    'c7g.large': {
      onDemand: 1,
      spot: {
        a: [
          { after: 0, usd: 0.1 },
          { after: HOUR, usd: 0.5 },
        ],
        b: 0.2,
      },
    },
  };
  it('removes the workers that cost most at that moment', () => {
    const left = (retire: string, at: number) =>
      replayed({ ...zones, retire }, { prices }, minutes([1, 0], [at, 8], [30, 4])).ticks.at(-1)?.usd ?? 0;
    // Before the price moves, those of zone b cost more.
    expect(left('costliest', 20) * 60).toBeCloseTo(4 * 0.1);
    expect(left('costliest', 90) * 60).toBeCloseTo(4 * 0.2);
    expect(left('balanced', 90) * 60).toBeCloseTo(2 * 0.2 + 2 * 0.5);
  });
});

describe('a budget in a replay', () => {
  const onDemand = { prices: { 'c7g.large': 0.1 } };
  it('stops growth, by the same numbers as in a deployed group', () => {
    const { ticks, decisions } = replayed({}, onDemand, minutes([5, 0], [30, 9]), {
      guards: { budget: { hourlyUsd: 0.5 } },
    });
    expect(ticks.at(-1)?.ready).toBe(5);
    expect(decisions.at(-1)).toMatchObject({ blockedBy: 'budget' });
    expect(decisions.at(-1)?.trace.find(({ stage }) => stage === 'guard:budget')?.reason).toMatchObject({
      params: { hourlyUsd: 0.5, workers: 5, price: 0.1 },
    });
  });

  it('counts what workers cost when spot prices move, and never ends them', () => {
    const prices = {
      'c7g.large': {
        onDemand: 0.1,
        spot: [
          { after: 0, usd: 0.02 },
          { after: HOUR, usd: 0.09 },
        ],
      },
    };
    const loads = minutes([5, 0], [40, 20], [40, 20], [30, 2], [30, 20]);
    const { ticks } = replayed({ spot: { percent: 100 } }, { prices }, loads, {
      guards: { budget: { hourlyUsd: 0.3 } },
    });
    expect(ticks[44]?.ready).toBe(15);
    expect(ticks[84]?.ready).toBe(15);
    expect(ticks.at(-1)?.ready).toBe(3);
  });

  it('spreads what is left of a month over the rest of it', () => {
    const month = Date.UTC(2026, 10, 20);
    expect(month).toBe(START);
    // Eleven days are left: 264 hours.
    const guards = { budget: { monthlyUsd: 264 } };
    const size = (monthUsd: number) =>
      replayed({}, { ...onDemand, monthUsd }, minutes([2, 0], [9, 30]), { guards }).ticks.at(-1)?.ready;
    expect([size(0), size(132), size(400)]).toEqual([10, 5, 0]);
  });

  it('begins anew with each month', () => {
    // Nothing is left of November, and December has 744 hours.
    const guards = { budget: { monthlyUsd: 74.4 } };
    const loads = minutes([10 * 24 * 60, 0], [48 * 60, 20]);
    const { ticks } = replayed({}, { ...onDemand, monthUsd: 74.4 }, loads, { guards });
    const december = Date.UTC(2026, 11, 1);
    const most = (some: readonly Tick[]) => Math.max(...some.map(({ ready }) => ready));
    expect(most(ticks.filter(({ at }) => at < december))).toBe(0);
    expect(most(ticks.filter(({ at }) => at > december))).toBe(1);
  });

  it('is never exceeded by growth, whatever prices do', () => {
    const moves = fc.array(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 50 })), { minLength: 1, maxLength: 20 });
    const loads = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(30)), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(moves, loads, fc.integer({ min: 20, max: 300 }), fc.nat(100), (written, wanted, cents, percent) => {
        const spot = [...new Map(written)].map(([minute, usd]) => ({ after: minute * 60, usd: usd / 100 }));
        const prices = { 'c7g.large': { onDemand: 0.4, spot } };
        const { ticks } = replayed({ spot: { percent } }, { prices }, minutes(...wanted), {
          guards: { budget: { hourlyUsd: cents / 100 } },
        });
        for (const tick of ticks.slice(1)) {
          if (tick.launched > 0) expect((tick.usd ?? 0) * 60).toBeLessThanOrEqual(cents / 100 + 1e-6);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('prices that a replay needs', () => {
  const faultsOf = (provider: object, world: Interactive, market: MarketPrices = {}) =>
    priceFaults([policyOf(provider)], interactive({ ...FAST, ...world }) as Scenario, market, START).map(
      ({ path, message }) => `${path}: ${message}`,
    );

  it('are named with their remedy', () => {
    const six = ['c7g.large', 'c7g.xlarge', 'm7g.large', 'm7g.xlarge', 'r7g.large', 'r7g.xlarge'];
    const prices = Object.fromEntries(six.slice(1).map((type) => [type, 0.1]));
    expect(faultsOf({ instanceTypes: six }, { prices })).toEqual([
      'prices.c7g.large: is required, because the policy launches c7g.large on demand. Write its price, or hourlyUsd for types without one. Is c7g.xlarge misspelled?',
    ]);
    expect(faultsOf({ instanceTypes: six }, { prices, hourlyUsd: 0.1 })).toEqual([]);
    expect(faultsOf({ instanceTypes: six, prices: { 'c7g.large': 1 } }, { prices })).toEqual([]);
    expect(faultsOf({ instanceTypes: six }, {})).toEqual([]);
  });

  it('may be those of the on-demand market where spot has none', () => {
    expect(faultsOf({ spot: { percent: 100 } }, { prices: { 'c7g.large': 0.1 } })).toEqual([]);
    const onlySpot = { prices: { 'c7g.large': { spot: 0.1 } } };
    expect(faultsOf({ spot: { percent: 100 } }, onlySpot)).toEqual([]);
    expect(faultsOf({ spot: { percent: 50 } }, onlySpot)).toHaveLength(1);
  });
});
