import { describe, expect, it } from 'vitest';
import { type Coming, fewest, missing, type Serving } from '../../../../shared/rules/deadline/capacity.ts';
import type { Due } from '../../../../shared/rules/deadline/due.ts';

type Tasks = Partial<Omit<Due, 'work'>>;
/** Work by the step at which it is due. Tasks take ten steps, as long as they may wait. */
const due = (work: Readonly<Record<number, number>>, tasks: Tasks = {}): Due => ({
  work: Float64Array.from({ length: 21 }, (_, step) => work[step] ?? 0),
  ...{ running: 0, length: 10, within: 10 },
  ...tasks,
});
/** How much of its last task a worker is credited with, in steps: for work that is due at once there is nothing else. */
const credit = (tasks: Tasks = {}): number => 100 / fewest(due({ 1: 100 }, tasks)) - 1;

describe('the fewest workers', () => {
  it('do the work until each deadline', () => {
    expect(fewest(due({}))).toBe(0);
    expect(fewest(due({ 5: 60 }))).toBeCloseTo(60 / (5 + credit()), 9);
    // The second deadline asks for more than the first, or the first for more than the second.
    expect(fewest(due({ 1: 10, 3: 50 }))).toBeCloseTo(60 / (3 + credit()), 9);
    expect(fewest(due({ 1: 50, 9: 10 }))).toBeCloseTo(50 / (1 + credit()), 9);
    expect(fewest(due({ 20: 60 }))).toBeCloseTo(60 / (20 + credit()), 9);
  });

  it('end the running tasks as well, while others wait', () => {
    expect(fewest(due({ 5: 60 }, { running: 2 }))).toBeCloseTo(80 / (5 + credit()), 9);
    expect(fewest(due({}, { running: 2 }))).toBe(0);
  });

  it('are credited with less of the last task if they start several within the wait', () => {
    expect(credit({ within: 11 })).toBeLessThan(credit({ within: 10 }));
    expect(credit({ within: 10 })).toBeCloseTo(credit({ within: 9 }), 9);
    expect(credit({ length: 20, within: 20 })).toBeCloseTo(2 * credit(), 9);
  });
});

describe('the missing workers', () => {
  const FREE: Serving = { ready: 0, booting: [] };
  const COLD: Coming = { boot: 2, start: 2, members: 0 };
  const asked = (each: Due, serving: Partial<Serving> = {}, coming: Partial<Coming> = {}): number =>
    missing(each, { ...FREE, ...serving }, { ...COLD, ...coming });

  it('are those that start the work in time beside the free ones, each a task of ten steps', () => {
    const work = due({ 9: 30 });
    expect([0, 1, 2, 3, 4].map((ready) => asked(work, { ready }))).toEqual([3, 2, 1, 0, 0]);
  });

  it('end nothing if nothing waits', () => {
    expect(asked(due({}, { running: 5 }))).toBe(0);
  });

  it('do what busy workers leave, which end their tasks first', () => {
    const busy = 9 + credit();
    expect(asked(due({ 9: 30 }, { running: 2 }), { ready: 2 })).toBeCloseTo((30 + 20 - 2 * busy) / 10, 9);
    expect(asked(due({ 9: 30 }, { running: 1 }), { ready: 2 })).toBeCloseTo((30 + 10 - busy - 10) / 10, 9);
    // More tasks run than workers are ready.
    expect(asked(due({ 9: 30 }, { running: 3 }), { ready: 2 })).toBeCloseTo((30 + 30 - 2 * busy) / 10, 9);
  });

  it('count booting workers from the step after they are ready', () => {
    const work = due({ 9: 30 });
    expect(asked(work, { booting: [3, 3] })).toBe(1);
    expect(asked(work, { booting: [8] })).toBeCloseTo((30 - (1 + credit())) / 10, 9);
    expect(asked(work, { booting: [9, 10] })).toBe(3);
  });

  it('start a second task when the first has ended', () => {
    // In 17 of 19 steps, two tasks.
    expect(asked(due({ 19: 60 }))).toBeCloseTo(60 / Math.min(17 + credit(), 20), 9);
    expect(asked(due({ 19: 60 }), { ready: 2 })).toBeCloseTo(
      (60 - 2 * Math.min(19 + credit(), 20)) / Math.min(17 + credit(), 20),
      9,
    );
    // Of tasks of four steps, two in eight, and as many as flow in nine.
    const short = { length: 4, within: 4 };
    expect(asked(due({ 8: 24 }, short), { ready: 1 }, { boot: 0, start: 0 })).toBeCloseTo((24 - 8) / 8, 9);
    expect(asked(due({ 9: 24 }, short), { ready: 0 }, { boot: 0, start: 0 })).toBeCloseTo(
      24 / Math.min(9 + credit(short), 12),
      9,
    );
  });

  it('start whole tasks, also those that are shorter than a step', () => {
    // In the seven steps after a boot, fourteen tasks of half a step, or ten of three quarters.
    expect(asked(due({ 9: 30 }, { length: 0.5, within: 0.5 }))).toBeCloseTo(30 / 7, 9);
    expect(asked(due({ 9: 30 }, { length: 0.75, within: 5 }))).toBeCloseTo(30 / 7.5, 9);
    expect(asked(due({ 9: 30 }, { length: 1, within: 1 }))).toBeCloseTo(30 / 7, 9);
    // Three of a fifth of a step are not counted as four.
    expect(asked(due({ 3: 6 }, { length: 0.2, within: 5 }), {}, { boot: 0, start: 0 })).toBeCloseTo(6 / 3, 9);
  });

  it('are not more because they come too late', () => {
    const late = 30 / Math.min(2 + credit(), 10);
    expect(asked(due({ 5: 30 }), {}, { boot: 20, start: 20 })).toBeCloseTo(late, 9);
    expect(asked(due({ 1: 30 }))).toBeCloseTo(late, 9);
  });

  it('are those of the deadline that asks for most', () => {
    expect(asked(due({ 9: 30, 10: 40 }))).toBe(7);
    expect(asked(due({ 9: 70, 20: 1 }))).toBe(7);
  });

  describe('with a warm pool', () => {
    it('are its members, and those that it lacks, which boot longer', () => {
      expect(asked(due({ 9: 50 }), {}, { boot: 5, start: 1, members: 2 })).toBeCloseTo(
        2 + 30 / Math.min(4 + credit(), 10),
        9,
      );
    });

    it('are members only, as many as the work takes', () => {
      expect(asked(due({ 9: 50 }), {}, { boot: 5, start: 1, members: 9 })).toBe(5);
      expect(asked(due({ 9: 50 }), {}, { boot: 5, start: 1, members: 5 })).toBe(5);
    });

    it('are left out as long as members can be started later', () => {
      const members = { boot: 5, start: 1, members: 9 };
      expect(asked(due({ 9: 50 }, { within: 8 }), {}, members)).toBe(5);
      expect(asked(due({ 9: 50 }, { within: 7 }), {}, members)).toBe(0);
    });
  });
});
