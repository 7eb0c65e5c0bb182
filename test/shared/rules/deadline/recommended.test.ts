import { describe, expect, it } from 'vitest';
import {
  type DeadlineFleet,
  type DeadlineOptions,
  recommended,
} from '../../../../shared/rules/deadline/earliest-deadline.ts';
import { lookBack } from '../../../../shared/rules/deadline/look-back.ts';
import type { Measured } from '../../../../shared/rules/deadline/tasks.ts';

/** By the minute; tasks take four, and may wait for ten. A worker boots in two. */
const OPTIONS: DeadlineOptions = { taskSeconds: 240, startWithin: 600, step: 60, boot: 120 };
const steady = (waiting: number, running: number, steps = 30): Measured => ({
  waiting: Array<number>(steps).fill(waiting),
  running: Array<number>(steps).fill(running),
});
const asked = (measured: Measured, fleet: Partial<DeadlineFleet> = {}, options: Partial<DeadlineOptions> = {}) => {
  const { capacity, reason } = recommended(measured, { ready: 0, booting: [], ...fleet }, { ...OPTIONS, ...options });
  return { capacity, code: reason.code, ...reason.params };
};

describe('a recommendation', () => {
  it('says what waits, what runs and what is expected', () => {
    // Each minute one in four running tasks ends, and another one comes.
    expect(asked(steady(0, 8), { ready: 20 })).toMatchObject({
      ...{ waiting: 0, running: 8, perMinute: 2, startWithin: 600 },
    });
  });

  it('expects what came in the last quarter of an hour, at least in five minutes', () => {
    const arriving = (steps: number) =>
      asked({ waiting: Array.from({ length: steps }, (_, step) => Math.max(0, step - steps + 16) * 2), running: null });
    expect(arriving(40)).toMatchObject({ waiting: 30, perMinute: 2 });
    expect(asked({ waiting: [0, 2, 4], running: null })).toMatchObject({ waiting: 4, perMinute: 0.8 });
    expect(asked({ waiting: [0, 1, 2], running: [0, 0, 0] }, {}, { step: 30 })).toMatchObject({ perMinute: 0.4 });
  });

  it('scales out where the present workers would be too late', () => {
    const short = asked(steady(60, 0), { ready: 2, booting: [60] });
    expect(short).toMatchObject({ code: 'deadline-short', workers: 3 });
    expect(short.capacity).toBeGreaterThan(3);
  });

  it('starts with one worker for a single task, if it boots in time', () => {
    expect(asked({ waiting: [0, 1], running: [0, 0] })).toMatchObject({
      code: 'deadline-short',
      capacity: 1,
      workers: 0,
    });
  });

  it.each([
    ['the queue', steady(0, 8), {}, {}, 'queue'],
    ['tasks that a drain would interrupt', steady(0, 8), { least: 9 }, {}, 'busy'],
    ['a boot that takes as long as a task may wait', steady(0, 0), {}, { startWithin: 120 }, 'boot'],
    [
      'such a boot, although a drain would interrupt as many tasks',
      steady(0, 0),
      { least: 1 },
      { startWithin: 120 },
      'boot',
    ],
    ['nothing', steady(0, 0), {}, {}, 'nothing'],
  ])('says that %s determines the number', (_, measured, fleet, options, by) => {
    const enough = asked(measured, { ready: 20, ...fleet }, options);
    expect(enough).toMatchObject({ code: 'deadline-enough', by, booting: false });
    if (by === 'busy') expect(enough).toMatchObject({ capacity: 9, workers: 9 });
    if (by === 'boot') expect(enough).toMatchObject({ capacity: 1, workers: 0 });
    if (by === 'nothing') expect(enough).toMatchObject({ capacity: 0, workers: 0, recent: null, boot: 120 });
  });

  it('keeps all workers while one boots', () => {
    expect(asked(steady(0, 0), { ready: 5, booting: [60] })).toMatchObject({
      capacity: 6,
      booting: true,
      recent: null,
    });
  });

  it('says how many stay because they have tasks', () => {
    const waiting = { waiting: [...Array<number>(29).fill(0), 20], running: Array<number>(30).fill(0) };
    expect(asked(waiting, { ready: 9 })).toMatchObject({ capacity: 9, workers: 9, kept: null });
    expect(asked(waiting, { ready: 10 })).toMatchObject({ capacity: 10, workers: 9, kept: 10 });
    expect(asked(waiting, { ready: 30 })).toMatchObject({ capacity: 14, workers: 9, kept: 14 });
    expect(asked(waiting, { ready: 30, booting: [60] })).toMatchObject({ capacity: 31, kept: null });
    expect(asked(steady(0, 2), { ready: 30 })).toMatchObject({ capacity: 2, workers: 2, kept: null });
    expect(asked(steady(0, 0), { ready: 30 })).toMatchObject({ capacity: 0, kept: null });
  });

  it('counts the oldest task by its age, where that is measured', () => {
    const old = (age?: number) =>
      asked({ waiting: [40, 40], running: [0, 0], ...(age !== undefined && { age }) }, { ready: 5 }).capacity;
    expect(old(59)).toBe(old(0));
    expect(old(500)).toBeGreaterThan(old(0));
  });

  it('needs the readings of a quarter of an hour, or of the wait if that is longer, and of a boot', () => {
    expect(lookBack(OPTIONS)).toBe(900 + 120 + 60);
    expect(lookBack({ ...OPTIONS, startWithin: 3600 })).toBe(3600 + 120 + 60);
  });
});
