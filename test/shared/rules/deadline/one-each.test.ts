import { describe, expect, it } from 'vitest';
import {
  type DeadlineFleet,
  type DeadlineOptions,
  recommended,
} from '../../../../shared/rules/deadline/earliest-deadline.ts';
import type { Measured } from '../../../../shared/rules/deadline/tasks.ts';

/** Read every 15 s. Tasks take longer than they may wait, so each needs a worker of its own. */
const OPTIONS: DeadlineOptions = { taskSeconds: 900, startWithin: 300, step: 15, boot: 120 };
/** 95 % of the wait, without a boot and a minute that a reading may be late, is 105 s: seven readings. */
const LATEST = 7;
const steps = (count: number, value: number): number[] => Array<number>(count).fill(value);
/** Nothing for a while, then tasks for so many readings. */
const waitingFor = (readings: number, { tasks = 1, running = 0, since = 100 } = {}): Measured => ({
  waiting: [...steps(since, 0), ...steps(readings, tasks)],
  running: steps(since + readings, running),
});
const asked = (measured: Measured, fleet: Partial<DeadlineFleet> = {}, options: Partial<DeadlineOptions> = {}) => {
  const { capacity, reason } = recommended(measured, { ready: 0, booting: [], ...fleet }, { ...OPTIONS, ...options });
  return { capacity, code: reason.code, ...reason.params };
};

describe('tasks that take longer than they may wait', () => {
  it('get a worker each, at the last evaluation at which it is in time', () => {
    expect(asked(waitingFor(LATEST - 1, { tasks: 4 })).capacity).toBe(0);
    expect(asked(waitingFor(LATEST, { tasks: 4 }))).toMatchObject({ code: 'deadline-short', capacity: 4, workers: 0 });
  });

  it.each([
    ['a longer wait', { startWithin: 400 }, 13],
    ['a longer boot', { boot: 180 }, 3],
    ['a boot that leaves no time', { boot: 210 }, 1],
    ['an evaluation a minute', { step: 60 }, 1],
    ['an evaluation every 30 s', { step: 30 }, 3],
  ])('are launched for later or earlier with %s', (_, options, latest) => {
    if (latest > 1) expect(asked(waitingFor(latest - 1), {}, options).capacity).toBe(0);
    expect(asked(waitingFor(latest), {}, options).capacity).toBe(1);
  });

  it('are left to workers that are free or boot', () => {
    const urgent = waitingFor(LATEST, { tasks: 4, running: 2 });
    expect(asked(urgent, { ready: 2 }).capacity).toBe(6);
    expect(asked(urgent, { ready: 5 }).capacity).toBe(6);
    expect(asked(urgent, { ready: 2, booting: [60, 60, 60] }).capacity).toBe(6);
    expect(asked(urgent, { ready: 2, booting: [60, 60, 60, 60] })).toMatchObject({
      code: 'deadline-enough',
      capacity: 6,
    });
  });

  it('are said to have time', () => {
    expect(asked(waitingFor(1, { tasks: 4, running: 2 }), { ready: 2, booting: [15] })).toMatchObject({
      ...{ code: 'deadline-enough', by: 'queue', workers: 3, later: 3, booting: false, recent: null },
    });
    expect(asked(waitingFor(1, { tasks: 4 }))).toMatchObject({ by: 'nothing', workers: 0, later: 4 });
    expect(asked(waitingFor(0, { running: 2 }), { ready: 5 })).toMatchObject({ by: 'queue', workers: 2, later: 0 });
  });

  it('that are expected keep no worker', () => {
    const many = { waiting: steps(100, 0), running: [...steps(50, 20), ...steps(50, 3)] };
    expect(asked(many, { ready: 20 }).capacity).toBe(3);
    expect(asked({ waiting: steps(100, 0), running: steps(100, 0) }, { ready: 20 })).toMatchObject({
      ...{ by: 'nothing', capacity: 0 },
    });
  });

  it('that a drain would interrupt keep their workers', () => {
    expect(asked(waitingFor(0, { running: 2 }), { ready: 9, least: 4 })).toMatchObject({ by: 'busy', capacity: 4 });
    expect(asked(waitingFor(0, { running: 2 }), { ready: 3, least: 4 })).toMatchObject({ by: 'busy', capacity: 3 });
  });

  it('that others have taken for a minute no longer keep booting workers', () => {
    const taken = (readings: number): Measured => ({
      waiting: [...steps(100, 1), ...steps(readings, 0)],
      running: steps(100 + readings, 1),
    });
    expect(asked(taken(4), { ready: 1, booting: [30] }).capacity).toBe(2);
    expect(asked(taken(5), { ready: 1, booting: [30] }).capacity).toBe(1);
    expect(asked(taken(1), { ready: 2 }).capacity).toBe(1);
  });

  it('count as old as they are known to be', () => {
    const first = (age?: number, readings = 1) =>
      asked({ ...waitingFor(readings, { since: 0 }), ...(age !== undefined && { age }) }).capacity;
    expect([first(), first(0), first(90), first(91), first(500)]).toEqual([0, 0, 0, 1, 1]);
    expect([first(undefined, LATEST - 1), first(undefined, LATEST)]).toEqual([0, 1]);
  });

  it('wait no longer because a reading is missing: the one before is repeated', () => {
    const repeated = { waiting: [...steps(100, 0), 1, 1, 1, 3, 3, 3, 3], running: steps(107, 0) };
    expect(asked(repeated).capacity).toBe(1);
  });
});

describe('workers are launched at once, and kept for expected tasks', () => {
  const [fresh, quiet] = [waitingFor(1, { tasks: 4 }), waitingFor(0, { running: 0 })];
  const isAtOnce = (measured: Measured, fleet: Partial<DeadlineFleet>, options: Partial<DeadlineOptions>) =>
    asked(measured, fleet, options).capacity > (fleet.ready ?? 0);

  it('but not where each task has time, and a worker of its own', () => {
    expect(isAtOnce(fresh, {}, {})).toBe(false);
    expect(asked(quiet, { ready: 3 }).capacity).toBe(0);
  });

  it.each<[string, Measured, Partial<DeadlineFleet>, Partial<DeadlineOptions>]>([
    ['if a task takes no longer than it may wait', fresh, {}, { taskSeconds: 300 }],
    ['if a boot takes too long to wait for', fresh, {}, { boot: 211 }],
    ['if there is a warm pool', fresh, {}, { pool: { members: 0, start: 30 } }],
    ['if what runs is not measured', { ...fresh, running: null }, {}, {}],
    ['if counts are means', { ...fresh, waiting: [...steps(99, 0), 0.5, 4] }, {}, {}],
    ['if counts are estimates', { waiting: [...steps(99, 0), 8, 4], running: steps(101, 0) }, {}, {}],
    ['if a worker runs several tasks', waitingFor(1, { tasks: 4, running: 3 }), { ready: 2 }, {}],
  ])('%s', (_, measured, fleet, options) => {
    expect(isAtOnce(measured, fleet, options)).toBe(true);
  });
});
