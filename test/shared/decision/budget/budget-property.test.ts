import fc from 'fast-check';
import { expect, it } from 'vitest';
import { budgetOf, decide } from '../../../../shared/decision/index.ts';
import { parseObservation, parsePolicy, type Worker } from '../../../../shared/policy/index.ts';
import {
  hoursLeft,
  launchSpending,
  type Market,
  type PriceBook,
  type Pricing,
  priceOf,
} from '../../../../shared/prices/index.ts';
import { runs } from '../../runs.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const TYPES = ['c7g.large', 'm7g.large', 'r7g.large'];
const ZONES = ['a', 'b'];
const usd = fc.integer({ min: 1, max: 500 }).map((cents) => cents / 100);

/** Prices as they are stored: some are missing. */
const books = fc
  .array(fc.record({ onDemand: fc.option(usd), spot: fc.dictionary(fc.constantFrom(...ZONES), usd) }), {
    minLength: TYPES.length,
    maxLength: TYPES.length,
  })
  .map((prices): PriceBook => {
    const typeOf = ({ onDemand, spot }: (typeof prices)[number]) => ({
      ...(onDemand === null ? {} : { onDemand: { usd: onDemand } }),
      spot: { zones: spot },
    });
    return { linux: Object.fromEntries(prices.map((each, index) => [TYPES[index] ?? '', typeOf(each)])) };
  });

const pricings = fc
  .record({
    types: fc.subarray(TYPES, { minLength: 1 }),
    markets: fc.subarray<Market>(['on-demand', 'spot'], { minLength: 1 }),
    fixed: fc.dictionary(fc.constantFrom(...TYPES), usd),
    onDemandShare: fc.constantFrom(1, 0.72),
  })
  .map((pricing): Pricing => ({ system: 'linux', ...pricing }));

const place = { type: fc.nat(), market: fc.nat(), zone: fc.constantFrom(...ZONES) };
const places = fc.array(fc.record({ ...place, state: fc.constantFrom('ready', 'pending', 'draining' as const) }), {
  maxLength: 8,
});

const budgets = fc.oneof(
  fc.record({ hourlyUsd: usd }),
  fc.record({ monthlyUsd: usd.map((each) => each * 300) }),
  fc.record({ hourlyUsd: usd, monthlyUsd: usd.map((each) => each * 300) }),
);

it('no pass exceeds a budget except for repair, wherever EC2 launches', () => {
  fc.assert(
    fc.property(
      fc.record({
        ...{ book: books, pricing: pricings, places, budget: budgets },
        launches: fc.array(fc.record(place), { minLength: 1, maxLength: 4 }),
        bounds: fc.record({ min: fc.nat(6), floor: fc.nat(6), jobs: fc.nat(40) }),
        monthUsd: usd.map((each) => each * 400),
      }),
      ({ book, pricing, places: written, budget, launches, bounds: { min, floor, jobs }, monthUsd }) => {
        const priceAt = ({ type, market, zone }: { type: number; market: number; zone: string }) => {
          const of = pricing.types[type % pricing.types.length] ?? '';
          const paid = pricing.markets[market % pricing.markets.length] ?? 'on-demand';
          return priceOf({ type: of, market: paid, zone }, pricing, book);
        };
        const workers = written.map((each, index) => {
          const price = priceAt(each);
          return {
            id: `i-${index}`,
            state: each.state as Worker['state'],
            ...(price === null ? {} : { hourlyUsd: price }),
          };
        });
        const policy = parsePolicy({
          ...{ group: 'web', capacity: { min, max: 60 }, guards: { budget, floor } },
          behavior: { out: { cooldown: 0, limits: [] }, in: { cooldown: 0, stabilization: 0, limits: [] } },
          rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }],
        });
        const spending = { ...launchSpending(pricing, [], book), monthUsd };
        const observation = parseObservation({
          ...{ now: new Date(NOW).toISOString(), workers, spending },
          metrics: { jobs: [{ at: new Date(NOW).toISOString(), value: jobs }] },
        });
        if (!policy.ok || !observation.ok) throw new Error(JSON.stringify([policy, observation]));
        const { current, desired } = decide(policy.value, observation.value);
        const isRepair = desired <= Math.max(min, floor);
        if (desired <= current || isRepair) return;
        // Growth: whichever of the types, markets and zones the new workers come from.
        const alive = workers.filter(({ state }) => state !== 'draining');
        const paid = alive.reduce((sum, { hourlyUsd = 0 }) => sum + hourlyUsd, 0);
        const prices = Array.from({ length: desired - current }, (_, index) =>
          priceAt(launches[index % launches.length] as (typeof launches)[number]),
        );
        expect(prices).not.toContain(null);
        const after = prices.reduce<number>((sum, price) => sum + (price ?? 0), paid);
        const limit = budgetOf(policy.value, observation.value)?.hourlyUsd ?? 0;
        expect(after).toBeLessThanOrEqual(limit + 1e-6);
        const { hourlyUsd = Infinity, monthlyUsd = Infinity } = budget as { hourlyUsd?: number; monthlyUsd?: number };
        expect(after).toBeLessThanOrEqual(hourlyUsd + 1e-6);
        // Until the month ends, it could go on like that.
        expect(monthUsd + after * hoursLeft(NOW)).toBeLessThanOrEqual(monthlyUsd + 1e-3);
      },
    ),
    { numRuns: runs },
  );
});
