import { beforeEach, describe, expect, it } from 'vitest';
import type { CallBudget } from '../../../shared/providers/index.ts';
import { MINUTE, NOON } from '../examples.ts';

/** Makes budgets of one account that nobody has drawn on yet; each of them another process. */
export type MakeProcesses = () => (() => CallBudget) | Promise<() => CallBudget>;

const SECOND = 1000;

export function describeCallBudgetContract(name: string, makeProcesses: MakeProcesses): void {
  describe(`CallBudget: ${name}`, () => {
    let process: () => CallBudget;
    let budget: CallBudget;
    beforeEach(async () => {
      process = await makeProcesses();
      budget = process();
    });
    const launch = (wanted: number, now = NOON, from = budget) =>
      from.take('launched-instances', wanted, 'repair', now);

    it('grants the whole request while the bucket is full', async () => {
      expect(await launch(100)).toBe(100);
      expect(await launch(400)).toBe(400);
    });

    it('grants what the bucket has, and later what was refilled', async () => {
      expect(await launch(5000)).toBe(1000);
      expect(await launch(1)).toBe(0);
      expect(await launch(10, NOON + SECOND)).toBe(1);
      expect(await launch(1, NOON + SECOND)).toBe(1);
      expect(await launch(1, NOON + SECOND)).toBe(0);
      expect(await launch(5000, NOON + 600 * SECOND)).toBe(1000);
    });

    it('reserves a quarter of the burst for urgent requests and a tenth for repairs', async () => {
      expect(await budget.take('launched-instances', 1000, 'usual', NOON)).toBe(750);
      expect(await budget.take('launched-instances', 1, 'usual', NOON)).toBe(0);
      for (let left = 150; left > 0; left -= Math.max(1, Math.floor(left / 2))) {
        const half = Math.max(1, Math.floor(left / 2));
        expect(await budget.take('launched-instances', 1000, 'short', NOON)).toBe(half);
      }
      expect(await budget.take('launched-instances', 1, 'short', NOON)).toBe(0);
      expect(await launch(1000)).toBe(50);
    });

    it('grants one request at most half of the rest if the bucket is less than half full', async () => {
      await launch(600);
      expect(await launch(1000)).toBe(200);
      expect(await launch(1000)).toBe(100);
      expect(await launch(10)).toBe(10);
    });

    it('has separate buckets for launched instances and calls', async () => {
      await launch(1000);
      expect(await budget.take('terminate-calls', 1000, 'repair', NOON)).toBe(100);
      expect(await budget.take('terminate-calls', 2, 'repair', NOON + SECOND)).toBe(2);
    });

    it('grants nothing for an empty request', async () => {
      expect(await launch(0)).toBe(0);
      expect(await launch(1000)).toBe(1000);
    });

    it('includes what was given back, up to the burst', async () => {
      await launch(1000);
      await budget.giveBack('launched-instances', 300);
      expect(await launch(10)).toBe(10);
      await budget.giveBack('launched-instances', 5000);
      expect(await launch(5000, NOON + SECOND)).toBe(1000);
      await budget.giveBack('terminate-calls', 5000);
      expect(await budget.take('terminate-calls', 5000, 'repair', NOON)).toBe(100);
    });

    it('loses nothing and grants nothing twice with concurrent requests', async () => {
      const takers = Array.from({ length: 40 }, () => launch(7, NOON, process()));
      expect(await Promise.all(takers)).toEqual(Array(40).fill(7));
      await launch(220);
      const scarce = await Promise.all(Array.from({ length: 12 }, () => launch(30, NOON, process())));
      expect(scarce.every((granted) => granted > 0)).toBe(true);
      expect(scarce.reduce((sum, granted) => sum + granted, 0)).toBeLessThanOrEqual(500);
    });

    describe('with a clock that is two minutes ahead', () => {
      const AHEAD = 2 * MINUTE;

      it.each(['launched-instances', 'terminate-calls'] as const)(
        '%s do not look used up to the other processes',
        async (kind) => {
          expect(await process().take(kind, 1, 'usual', NOON + AHEAD)).toBe(1);
          expect(await budget.take(kind, 20, 'usual', NOON)).toBe(20);
          expect(await process().take(kind, 20, 'usual', NOON + 10 * SECOND)).toBe(20);
        },
      );

      it('the bucket refills at its rate for a process that has drawn before', async () => {
        expect(await launch(400)).toBe(400);
        const fast = process();
        expect(await launch(1000, NOON + AHEAD, fast)).toBe(840);
        expect(await launch(1)).toBe(0);
        expect(await launch(1, NOON + SECOND)).toBe(1);
        expect(await launch(1, NOON + 2 * SECOND)).toBe(1);
        expect(await launch(1000, NOON + AHEAD + 2 * SECOND, fast)).toBeLessThanOrEqual(2);
      });

      it('a clock that is a day ahead is ignored', async () => {
        expect(await launch(900, NOON + 1440 * MINUTE, process())).toBe(900);
        expect(await launch(1000)).toBe(500);
        expect(await launch(1000)).toBe(0);
        expect(await launch(1, NOON + SECOND)).toBe(1);
      });
    });
  });
}
