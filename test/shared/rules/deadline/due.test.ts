import { describe, expect, it } from 'vitest';
import { type DueOptions, dueAt } from '../../../../shared/rules/deadline/due.ts';
import { rateSteps } from '../../../../shared/rules/deadline/look-back.ts';

/** Tasks take ten steps and may wait five; a worker boots in two. */
const OPTIONS: DueOptions = { length: 10, within: 5, boot: 2 };
const ARRIVALS = Float64Array.of(0, 3, 2, 4);
/** The work by the step at which it is due, of tasks that arrived in the last steps. */
const work = (waiting: number, rate = 0, more: Partial<DueOptions> = {}): number[] => [
  ...dueAt(ARRIVALS, waiting, 0, rate, { ...OPTIONS, ...more }).work,
];

describe('the work by its deadline', () => {
  it('is that of the latest arrivals, because tasks are started in order', () => {
    expect(work(0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(work(3)).toEqual([0, 0, 0, 0, 0, 30, 0, 0, 0]);
    expect(work(5)).toEqual([0, 0, 0, 0, 10, 40, 0, 0, 0]);
    expect(work(9)).toEqual([0, 0, 0, 30, 20, 40, 0, 0, 0]);
  });

  it('of what is older than the first reading is due since then, or by the age of the oldest task', () => {
    expect(work(12)).toEqual([0, 0, 30, 30, 20, 40, 0, 0, 0]);
    expect(work(12, 0, { age: 4 })).toEqual([0, 30, 0, 30, 20, 40, 0, 0, 0]);
  });

  it('is due in the next step if it is late', () => {
    expect(work(12, 0, { age: 99 })).toEqual([0, 30, 0, 30, 20, 40, 0, 0, 0]);
    expect(work(9, 0, { within: 1 })).toEqual([0, 90, 0, 0, 0]);
  });

  it('is not due after the last step that is looked at', () => {
    expect(work(12, 0, { age: -99 })).toEqual([0, 0, 0, 30, 20, 40, 0, 0, 30]);
  });

  it('expects the rate of arrivals to go on until a worker that is launched now is ready', () => {
    expect(work(4, 0.5)).toEqual([0, 0, 0, 0, 0, 40, 5, 5, 5]);
  });

  it('knows what tasks run, how long they take and may wait', () => {
    expect(dueAt(ARRIVALS, 0, 7, 0, OPTIONS)).toMatchObject({ running: 7, length: 10, within: 5 });
  });
});

describe('the rate of arrivals', () => {
  it('is of a quarter of an hour, at least of one reading', () => {
    expect([60, 300, 1000, 3600].map(rateSteps)).toEqual([15, 3, 1, 1]);
  });
});
