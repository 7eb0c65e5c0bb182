import { describe, expect, it } from 'vitest';
import { arrivalsOf, runningAt } from '../../../../shared/rules/deadline/tasks.ts';

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
