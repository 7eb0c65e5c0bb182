import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Timing } from '../../../../shared/rules/forecasting/index.ts';
import type { Winner } from '../../../../shared/rules/objective/learned.ts';
import { Guard, MOST_TIMES_OPTIMUM } from '../../../../shared/rules/objective/strategies/guard.ts';
import { Tournament } from '../../../../shared/rules/objective/tournament/tournament.ts';
import { lookBack, wanted } from '../../../../shared/rules/objective/wanted.ts';
import { LevelOptimum } from '../../../../shared/simulation/index.ts';

/** Worker-seconds that perfect foresight needs, from no worker on. Boots and drains must be whole steps. */
function optimumOf(demand: readonly number[], { step, boot, drain }: Timing): number {
  const overhead = (boot + drain) / step;
  const optimum = new LevelOptimum(overhead, 0);
  // Workers of the first step would be free otherwise.
  for (let before = 0; before < overhead; before += 1) optimum.add(0);
  for (const value of demand) optimum.add(Math.max(1, value));
  return step * optimum.workerTicks;
}

/** Worker-seconds that the group pays: each worker until the end of its drain. */
function paidFor(capacities: readonly number[], { step, drain }: Timing): number {
  const drains = capacities.map((capacity, index) => Math.max(0, capacity - (capacities[index + 1] ?? 0)));
  return capacities.reduce((sum, capacity, index) => sum + step * capacity + drain * (drains[index] as number), 0);
}

/** Demand that was chosen against the group: it sees what the group has, and what it wants now. */
const moves = fc.array(
  fc.record({
    steps: fc.integer({ min: 1, max: 20 }),
    demand: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom('below' as const, 'above' as const),
    ),
    wanted: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 500 })),
  }),
  { minLength: 1, maxLength: 25 },
);
const timings = fc.record({
  step: fc.constantFrom(15, 60),
  boot: fc.constantFrom(0, 120, 600),
  drain: fc.constantFrom(0, 60, 300),
  delay: fc.constant(0),
});

describe('the guard', () => {
  it('limits the cost to three times the optimum and the first credit, for any demand and any strategy', () => {
    expect(MOST_TIMES_OPTIMUM).toBe(3);
    fc.assert(
      fc.property(timings, moves, fc.integer({ min: 0, max: 50_000 }), (timing, played, credit) => {
        const guard = new Guard(timing, credit, 0);
        const [demand, capacities]: [number[], number[]] = [[], []];
        for (const move of played) {
          for (let step = 0; step < move.steps; step += 1) {
            const had = capacities.at(-1) ?? 0;
            const value =
              move.demand === 'above' ? had + 5 : move.demand === 'below' ? Math.floor(had / 4) : move.demand;
            demand.push(value);
            capacities.push(guard.next(value, move.wanted));
          }
        }
        const most = 3 * optimumOf(demand, timing) + credit;
        expect(paidFor(capacities, timing)).toBeLessThanOrEqual(most + 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('takes in each reading in about the same time, however long a drain is', () => {
    const timing = { step: 15, boot: 120, drain: 365 * 86_400, delay: 0 };
    const guard = new Guard(timing, 0, 0);
    // Rises, so that each reading exceeds all before it, and then falls.
    const demand = Array.from({ length: 20_000 }, (_, index) => (index < 10_000 ? index : 20_000 - index));
    let paid = 0;
    for (const value of demand) paid += guard.add(value);
    // Each new level pays a boot and a drain, once.
    const needed = demand.reduce((sum, value) => sum + Math.max(1, value), 0);
    expect(paid).toBe(timing.step * needed + 10_000 * (timing.boot + timing.drain));
    expect(guard.limited(1)).toBe(10_000);
  });

  it('leaves the strategy alone while the credit lasts', () => {
    const timing = { step: 60, boot: 120, drain: 60, delay: 0 };
    const guard = new Guard(timing, 0, 10);
    const given = Array.from({ length: 60 }, () => guard.next(10, 25));
    // The credit of the first minutes pays for the additional workers.
    expect(given.every((each) => each === 25)).toBe(true);
  });
});

describe('the group', () => {
  const TIMING = { step: 60, boot: 120, drain: 60, delay: 0 };

  /** What the group has after each reading of a demand that is chosen against it. */
  function plays(next: (capacity: number, index: number) => number, steps: number, timing: Timing) {
    const tournament = new Tournament({ timing, lost: 0.01 });
    const [demand, capacities]: [number[], number[]] = [[], []];
    let winner: Winner | null = null;
    let [since, capacity, first] = [0, 1, 0];
    for (let index = 0; index < steps; index += 1) {
      demand.push(next(capacity, index));
      tournament.add(demand.at(-1) as number);
      since += 1;
      if (winner === null || since >= Math.min(60, demand.length / 20)) {
        const before: Winner | null = winner;
        winner = tournament.winner(before && { winner: before, since });
        if (before === null && winner !== null) first = index;
        since = 0;
      }
      const recent = demand.slice(-Math.ceil(lookBack(winner, timing) / timing.step) - since);
      capacity = wanted(winner, { recent, since, capacity }, timing).capacity;
      capacities.push(capacity);
    }
    const begun = optimumOf(demand.slice(0, first + 1), timing);
    const began = capacities[first] as number;
    const optimum = optimumOf(demand, timing);
    const most = 3 * optimum + begun + (timing.drain + timing.step) * began;
    return { paid: paidFor(capacities.slice(first), timing), most };
  }

  it('costs at most three times the optimum and what it began with, whatever comes', () => {
    const adversary = fc.record({
      quiet: fc.integer({ min: 3, max: 40 }),
      high: fc.integer({ min: 10, max: 80 }),
      flees: fc.boolean(),
    });
    fc.assert(
      fc.property(adversary, ({ quiet, high, flees }) => {
        let last = -quiet;
        const next = (capacity: number, index: number) => {
          // It comes when the group has scaled in, for a minute.
          const comes = flees ? capacity < high / 8 && index - last > 3 : index - last >= quiet;
          if (comes) last = index;
          return comes ? high : 0;
        };
        const { paid, most } = plays(next, 360, TIMING);
        expect(paid).toBeLessThanOrEqual(most);
      }),
      { numRuns: 8 },
    );
  });

  it('costs as little if workers drain for hours', () => {
    const timing = { step: 300, boot: 120, drain: 4 * 3600, delay: 0 };
    // Fifty are busy in five minutes of every two hours.
    const { paid, most } = plays((_, index) => (index % 24 === 0 ? 50 : 0), 288, timing);
    expect(paid).toBeLessThanOrEqual(most);
  });
});
