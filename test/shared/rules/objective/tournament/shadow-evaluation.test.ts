import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Timing } from '../../../../../shared/rules/forecasting/index.ts';
import type { Candidate, Want } from '../../../../../shared/rules/objective/learned.ts';
import {
  CANDIDATES,
  nextCapacity,
  upperOf,
  WANTS,
} from '../../../../../shared/rules/objective/strategies/candidates.ts';
import { ShadowEvaluation } from '../../../../../shared/rules/objective/tournament/shadow-evaluation.ts';
import { seededRandom } from '../../../../../shared/simulation/index.ts';

interface Step {
  /** By the order of {@link WANTS}. */
  readonly wants: Float64Array;
  readonly demand: number;
}
const DAY = 86_400;
const TWO_DAYS = 172_800;
const stepsIn = (seconds: number, step: number): number => Math.max(1, Math.round(seconds / step));
const lowest = (values: readonly number[], from: number, to: number): number =>
  Math.min(...values.slice(Math.max(0, from), to + 1));
const INDEXES = new Map(WANTS.map((want, index) => [JSON.stringify(want), index]));
const indexOf = (want: Want): number => INDEXES.get(JSON.stringify(want)) ?? -1;

/** What a strategy has decided after each step, beginning with one worker. */
function decidedBy(candidate: Candidate, steps: readonly Step[], { step }: Timing): number[] {
  const [out, upper] = [indexOf(candidate.want), indexOf(upperOf(candidate))];
  const hold = stepsIn(candidate.hold, step);
  let capacity = 1;
  return steps.map(({ wants }, index) => {
    const within = steps.slice(Math.max(0, index + 1 - hold), index + 1);
    const held = Math.max(...within.map((each) => each.wants[upper] as number));
    capacity = nextCapacity(capacity, wants[out] as number, held, candidate.coarse);
    return capacity;
  });
}

/** The workers that serve once a boot has passed since this decision. */
function readyAfter(decided: readonly number[], decision: number, { step, boot, pool }: Timing): number {
  const back = (seconds: number): number => decision - Math.ceil(seconds / step);
  const booted = lowest(decided, back(boot), decision);
  if (!pool) return booted;
  // Since it was full, the pool has given a member for each worker that was added until now.
  const full = lowest(decided, back(boot) - stepsIn(pool.back, step), decision);
  const members = Math.max(0, pool.size - (booted - full));
  return Math.min(lowest(decided, back(pool.start), decision), booted + members);
}

/** The capacity that a strategy has at last, the share of demand that it loses, and its cost for each unit of demand. */
function judged(candidate: Candidate, steps: readonly Step[], timing: Timing): [number, number, number] {
  const { step, boot, drain, delay, pool } = timing;
  const decided = decidedBy(candidate, steps, timing);
  // A quarter of a step of the delay doesn't count.
  const ahead = 1 + Math.max(0, Math.ceil(delay / step - 0.25));
  // The boots of the first decision that counts are later than five minutes.
  const first = Math.ceil(boot / step) + stepsIn(300, step);
  let [all, lost, paid, changes, count] = [0, 0, 0, 0, 0];
  steps.forEach(({ demand }, index) => {
    const decision = index - ahead;
    if (decision < first) return;
    const weight = 2 ** (((index - steps.length) * step) / TWO_DAYS);
    const [capacity, before] = [decided[decision] as number, decided[decision - 1] as number];
    all += weight * demand;
    count += weight;
    lost += weight * Math.max(0, demand - readyAfter(decided, decision, timing));
    paid += weight * capacity * step;
    if (capacity === before) return;
    changes += weight;
    paid += weight * ((pool ? 30 : 150) + Math.max(0, before - capacity) * drain);
  });
  const tooMany = Math.max(0, changes - (250 / (DAY / step)) * count);
  return [decided.at(-1) as number, lost / all, (paid + (pool ? 0 : 300 * tooMany)) / step / all];
}

/** What is wanted for each demand: one to twenty workers, which stay for some steps. */
function stepsOf(demand: readonly number[], seed: number): Step[] {
  const random = seededRandom(seed);
  let wants = new Float64Array(WANTS.length).fill(1);
  return demand.map((each) => {
    wants = wants.map((want) => (random() < 0.4 ? 1 + Math.floor(random() * 20) : want));
    return { demand: each, wants };
  });
}

describe('a strategy in shadow', () => {
  /** Times in steps. The longest step has its weight doubled six times. */
  const timings = fc
    .record({
      step: fc.constantFrom(60, 100, 300, 6 * TWO_DAYS),
      boot: fc.constantFrom(0, 0.7, 2),
      drain: fc.constantFrom(0, 1.5),
      delay: fc.constantFrom(0, 0.25, 1.5),
      pool: fc.option(
        fc.record({
          size: fc.integer({ min: 1, max: 9 }),
          start: fc.constantFrom(0, 0.5),
          back: fc.constantFrom(1, 3),
        }),
        { nil: undefined },
      ),
    })
    .map(
      ({ step, boot, drain, delay, pool }): Timing => ({
        ...{ step, boot: boot * step, drain: drain * step, delay: delay * step },
        ...(pool && { pool: { size: pool.size, start: Math.min(boot, pool.start) * step, back: pool.back * step } }),
      }),
    );

  it('decides, loses and pays what step-by-step accounts say', () => {
    const demands = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 12, maxLength: 30 });
    fc.assert(
      fc.property(timings, demands, fc.nat(), (timing, demand, seed) => {
        const steps = stepsOf(demand, seed);
        const shadows = new ShadowEvaluation(timing);
        for (const { demand: each, wants } of steps) {
          shadows.settle(each, 0);
          shadows.decide(wants);
        }
        const costs = shadows.costs();
        // Every 13th strategy, in each run from another one on.
        for (let each = seed % 13; each < CANDIDATES.length; each += 13) {
          const [capacity, lost, cost] = judged(CANDIDATES[each] as Candidate, steps, timing);
          expect(shadows.capacity(each)).toBe(capacity);
          expect(shadows.shareLost(each)).toBeCloseTo(lost, 9);
          expect((costs[each] as number) / shadows.demand).toBeCloseTo(cost, 9);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('loses what of normally distributed demand is above its workers, up to three deviations', () => {
    const timing: Timing = { step: 300, boot: 0, drain: 0, delay: 0 };
    const lossOf = (demand: number, uneven: number): number => {
      const shadows = new ShadowEvaluation(timing);
      for (let step = 0; step < 3; step += 1) {
        shadows.settle(demand, uneven);
        shadows.decide(new Float64Array(WANTS.length).fill(10));
      }
      return demand * shadows.shareLost(0);
    };
    /** Slices of a normal distribution of a hundredth of a deviation each. */
    const expected = (demand: number, uneven: number): number => {
      let sum = 0;
      for (let slice = -600; slice <= 600; slice += 1) {
        const density = Math.exp(-((slice / 100) ** 2) / 2) / Math.sqrt(2 * Math.PI) / 100;
        sum += density * Math.max(0, demand + (uneven * slice) / 100 - 10);
      }
      return sum;
    };
    for (let away = -2.99; away < 3.6; away += 0.07) {
      for (const uneven of [0.5, 2]) {
        const demand = 10 + away * uneven;
        expect(Math.abs(lossOf(demand, uneven) - expected(demand, uneven))).toBeLessThan(uneven / 1000);
      }
    }
    expect([-3, -4].map((away) => lossOf(10 + away, 1))).toEqual([0, 0]);
    expect([3, 4].map((away) => lossOf(10 + away, 1))).toEqual([3, 4]);
  });
});
