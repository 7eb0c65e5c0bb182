import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bucket,
  type BucketLevels,
  type CallBudget,
  callBudget,
  grantOf,
  latestFor,
  leftIn,
} from '../../../shared/providers/call-budget/index.ts';
import { BUCKETS } from '../../../shared/providers/ec2/call-rates.ts';
import type { Urgency } from '../../../shared/providers/index.ts';
import { NOON } from '../../contracts/examples.ts';
import { MemoryLevels } from '../../fakes/table/memory-budget.ts';
import { runs } from '../runs.ts';

const KIND = 'launched-instances';
const MOST_APART = 240_000;
/** Each run is a story of many calls. */
const interleavings = runs / 5;
const urgency = fc.constantFrom<Urgency>('repair', 'short', 'usual');
/** Such that a token takes a whole number of ms. */
const bucket = fc.record({ burst: fc.integer({ min: 4, max: 400 }), perSecond: fc.constantFrom(1, 2, 5, 10) });
const wanted = (most: number) => fc.integer({ min: 1, max: most });
const steps = fc.array(
  fc.record({
    pass: fc.integer({ min: 0, max: 20_000 }),
    takers: fc.array(fc.record({ wanted: wanted(500), urgency, process: fc.nat(2) }), { minLength: 1, maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 12 },
);

interface Grant {
  readonly at: number;
  readonly count: number;
}
const total = (grants: readonly Grant[]): number => grants.reduce((sum, { count }) => sum + count, 0);

/** The most that was granted in any stretch of time beyond what had come back in it. */
function mostBeyondRefill(grants: readonly Grant[], { perSecond }: Bucket): number {
  let most = 0;
  grants.forEach((first, start) => {
    let sum = 0;
    for (const { at, count } of grants.slice(start)) {
      sum += count;
      most = Math.max(most, sum - ((at - first.at) / 1000) * perSecond);
    }
  });
  return most;
}

/** The levels as many callers reach them at once: each write is done whenever the scheduler says. */
function contended(scheduler: fc.Scheduler, levels: BucketLevels): BucketLevels {
  const late = <A extends unknown[], R>(write: (...args: A) => Promise<R>) =>
    scheduler.scheduleFunction(async (...args: A) => write(...args));
  return {
    setFull: late((...args: Parameters<BucketLevels['setFull']>) => levels.setFull(...args)),
    moveOn: late((...args: Parameters<BucketLevels['moveOn']>) => levels.moveOn(...args)),
    moveOnLater: late((...args: Parameters<BucketLevels['moveOnLater']>) => levels.moveOnLater(...args)),
    setAgain: late((...args: Parameters<BucketLevels['setAgain']>) => levels.setAgain(...args)),
    read: (kind) => levels.read(kind),
    moveBack: late((...args: Parameters<BucketLevels['moveBack']>) => levels.moveBack(...args)),
  };
}

/** Plays the steps, the takers of one step at once; `clocks` tells by how much each process's clock is ahead. */
async function play(
  scheduler: fc.Scheduler,
  size: Bucket,
  script: { pass: number; takers: { wanted: number; urgency: Urgency; process: number }[] }[],
  clocks: readonly number[],
): Promise<Grant[]> {
  const levels = contended(scheduler, new MemoryLevels());
  const processes = clocks.map(() => callBudget(levels, { ...BUCKETS, [KIND]: size }));
  const grants: Grant[] = [];
  let now = NOON;
  for (const { pass, takers } of script) {
    now += pass;
    const at = now;
    const taking = takers.map(async (taker) => {
      const ahead = clocks[taker.process] ?? 0;
      const count = await (processes[taker.process] as CallBudget).take(KIND, taker.wanted, taker.urgency, at + ahead);
      grants.push({ at, count });
      expect(count).toBeLessThanOrEqual(taker.wanted);
    });
    await scheduler.waitFor(Promise.all(taking));
  }
  return grants;
}

describe('the account’s budget', () => {
  it('grants at most burst and refill in any period, for any order of requests', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), bucket, steps, async (scheduler, size, script) => {
        const grants = await play(scheduler, size, script, [0, 0, 0]);
        expect(mostBeyondRefill(grants, size)).toBeLessThanOrEqual(size.burst);
      }),
      { numRuns: interleavings },
    ));

  it('grants at most the refill of the clock difference more, if clocks differ', () =>
    fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        bucket,
        steps,
        fc.tuple(fc.nat(MOST_APART), fc.nat(MOST_APART), fc.constant(0)),
        async (scheduler, size, script, clocks) => {
          const apart = (Math.max(...clocks) / 1000) * size.perSecond;
          const grants = await play(scheduler, size, script, clocks);
          expect(mostBeyondRefill(grants, size)).toBeLessThanOrEqual(size.burst + apart);
        },
      ),
      { numRuns: interleavings },
    ));

  it('grants something to the first request, with any earlier clocks', () =>
    fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        bucket,
        fc.nat(MOST_APART),
        wanted(500),
        async (scheduler, size, ahead, first) => {
          const two = [
            { pass: 0, takers: [{ wanted: first, urgency: 'usual' as const, process: 0 }] },
            { pass: 1000, takers: [{ wanted: 1, urgency: 'repair' as const, process: 1 }] },
          ];
          const grants = await play(scheduler, size, two, [ahead, 0]);
          expect(grants[1]?.count).toBe(1);
        },
      ),
      { numRuns: interleavings },
    ));

  it('reserves a tenth of the burst for repairs', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), bucket, steps, async (scheduler, size, script) => {
        const others = script.map((step) => ({
          ...step,
          takers: step.takers.map((taker) => ({
            ...taker,
            urgency: taker.urgency === 'repair' ? 'usual' : taker.urgency,
          })),
        })) as typeof script;
        const repair = { pass: 0, takers: [{ wanted: 400, urgency: 'repair' as const, process: 0 }] };
        const grants = await play(scheduler, size, [...others, ...Array(12).fill(repair)], [0, 0, 0]);
        expect(total(grants.slice(-12))).toBeGreaterThanOrEqual(Math.min(12, Math.ceil(size.burst / 10)));
      }),
      { numRuns: interleavings },
    ));

  it('serves the more urgent one of two requests first', () =>
    fc.assert(
      fc.property(bucket, fc.nat(400), wanted(500), (size, left, count) => {
        const [repair, short, usual] = (['repair', 'short', 'usual'] as const).map((each) =>
          grantOf(size, Math.min(left, size.burst), count, each),
        ) as [number, number, number];
        expect(repair).toBeGreaterThanOrEqual(short);
        expect(short).toBeGreaterThanOrEqual(usual);
        if (left >= 1) expect(repair).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: runs },
    ));

  it('serves a small request in every round, even after one for everything', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), bucket, urgency, fc.nat(20), async (scheduler, size, each, rounds) => {
        // Two tokens come back a round: one for each of them, if the first is not let have both.
        const round = {
          pass: 2000 / size.perSecond,
          takers: [{ wanted: 500, urgency: each, process: 0 }],
        };
        const small = { pass: 0, takers: [{ wanted: 1, urgency: each, process: 1 }] };
        const script = [round, ...Array.from({ length: rounds + 1 }, () => [round, small]).flat()];
        fc.pre(size.burst >= 12);
        const grants = await play(scheduler, size, script, [0, 0]);
        const served = grants.filter((_, index) => index > 0 && index % 2 === 0).map(({ count }) => count);
        expect(served).toEqual(Array(rounds + 1).fill(1));
      }),
      { numRuns: interleavings },
    ));

  it('uses a condition that agrees with the arithmetic', () =>
    fc.assert(
      fc.property(bucket, fc.nat(60_000), wanted(300), urgency, (size, drawnMs, count, each) => {
        const tat = NOON + Math.min(drawnMs, (size.burst * 1000) / size.perSecond);
        const granted = grantOf(size, leftIn(size, { tat, at: NOON }, NOON), count, each);
        expect(tat <= latestFor(size, count, each, NOON)).toBe(granted === count);
      }),
      { numRuns: runs },
    ));
});
