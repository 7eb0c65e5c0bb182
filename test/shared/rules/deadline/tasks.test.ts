import { describe, expect, it } from 'vitest';
import { arrivalsOf, isCounted, mostTasks, olderThan, runningAt } from '../../../../shared/rules/deadline/tasks.ts';

describe('running tasks', () => {
  it('are as measured', () => {
    const measured = { waiting: [1, 1], running: [3, 0] };
    expect([0, 1, 2].map((index) => runningAt(measured, index, 9))).toEqual([3, 0, 0]);
  });

  it('are one on each ready worker while tasks wait, if they are not measured', () => {
    const measured = { waiting: [0, 2], running: null };
    expect([0, 1, 2].map((index) => runningAt(measured, index, 9))).toEqual([0, 9, 0]);
  });
});

describe('arrivals', () => {
  const arrivals = (waiting: number[], running: number[] | null, length = 5, ready = 0): number[] => [
    ...arrivalsOf({ waiting, running }, length, ready),
  ];

  it('wait, or were started', () => {
    expect(arrivals([0, 10, 10], [0, 0, 5])).toEqual([0, 10, 5]);
  });

  it('are unknown of the first reading', () => {
    expect(arrivals([100, 100], [0, 0])).toEqual([0, 0]);
  });

  it('replace tasks that have ended: one in five, of tasks that take five steps', () => {
    expect(arrivals([0, 0, 0], [10, 10, 8])).toEqual([0, 2, 0]);
    expect(arrivals([0, 0, 0], [10, 10, 9])).toEqual([0, 2, 1]);
  });

  it('are never below 0: what is missing is subtracted from later ones', () => {
    // Six fewer wait, and one was started.
    expect(arrivals([10, 4, 14], [5, 5, 5])).toEqual([0, 0, 6]);
  });

  it('owe no more than what runs', () => {
    expect(arrivals([10, 4, 14], [5, 2, 2])).toEqual([0, 0, 8.4]);
  });

  it('owe nothing once it is subtracted', () => {
    expect(arrivals([10, 4, 14, 14], [5, 5, 5, 5])).toEqual([0, 0, 6, 1]);
  });

  it('of tasks that are shorter than a step are as many as run within one', () => {
    expect(arrivals([0, 4, 4], [3, 3, 2], 0.5)).toEqual([0, 10, 4]);
    expect(arrivals([0, 4], [3, 3], 1)).toEqual([0, 7]);
  });

  it('use the ready workers for what runs, if that is not measured', () => {
    expect(arrivals([5, 5, 0], null, 5, 10)).toEqual([0, 2, 0]);
    expect(arrivals([5, 5], null, 5, 10)).toEqual([0, 2]);
  });
});

describe('tasks that have waited for longer than so many steps', () => {
  const old = (waiting: number[], running: number[], isOld = false) => olderThan(3, { waiting, running }, isOld);

  it('are those that waited then', () => {
    expect(old([9, 5, 5, 5, 5], [2, 2, 2, 2, 2])).toBe(5);
    expect(old([9, 0, 5, 5, 5], [2, 2, 2, 2, 2])).toBe(0);
    expect(old([9, 5, 5, 5, 9], [2, 2, 2, 2, 2])).toBe(5);
  });

  it('have not started since: those that waited first start first', () => {
    expect(old([9, 5, 9, 9, 9], [2, 2, 2, 2, 4])).toBe(3);
    expect(old([9, 5, 9, 9, 9], [2, 2, 2, 2, 8])).toBe(0);
    expect(old([9, 5, 5, 5, 5], [2, 4, 2, 2, 2])).toBe(5);
  });

  it('still wait', () => {
    expect(old([9, 9, 5, 5, 1], [8, 8, 8, 8, 8])).toBe(1);
  });

  it('from before the first reading have arrived then, unless they are known to be old', () => {
    expect(old([5, 5, 5], [2, 2, 2])).toBe(0);
    expect(old([5, 5, 5], [2, 2, 2], true)).toBe(5);
    expect(old([5, 5, 5], [2, 2, 4], true)).toBe(3);
    expect(old([5, 5, 5, 5], [2, 2, 2, 2])).toBe(5);
    expect(olderThan(0, { waiting: [4], running: [0] }, false)).toBe(4);
  });
});

describe('the most tasks', () => {
  const measured = { waiting: [9, 1, 3, 2], running: [0, 6, 1, 1] };
  it('are those of now, or of the last steps', () => {
    expect([0, 1, 2, 3, 9].map((steps) => mostTasks(measured, steps))).toEqual([3, 4, 7, 9, 9]);
  });
});

describe('readings', () => {
  const counted = (waiting: number[], running: number[] | null) => isCounted({ waiting, running });

  it('count whole tasks', () => {
    expect(counted([0, 3, 2], [1, 1, 2])).toBe(true);
    expect(counted([3], [0])).toBe(true);
    expect(counted([0.2 + 0.1 + 0.7], [0])).toBe(true);
  });

  it('do not count what is a mean, or not measured', () => {
    expect(counted([0, 2.5, 2], [1, 1, 2])).toBe(false);
    expect(counted([0, 3, 2], [1, 1.2, 2])).toBe(false);
    expect(counted([0, 3, 2], null)).toBe(false);
  });

  it('are estimates if fewer tasks run while others wait', () => {
    expect(counted([2, 2], [5, 4])).toBe(false);
    expect(counted([2, 0], [5, 4])).toBe(true);
    expect(counted([2, 2], [5, 5])).toBe(true);
  });

  it('are estimates if fewer tasks wait, and those do not run', () => {
    expect(counted([5, 2], [0, 2])).toBe(false);
    expect(counted([5, 2], [0, 3])).toBe(true);
    expect(counted([5, 2, 2], [0, 3, 3])).toBe(true);
  });
});
