import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phrase } from '../../../../shared/presentation/index.ts';
import {
  type DeadlineFleet,
  type DeadlineOptions,
  recommended,
} from '../../../../shared/rules/deadline/earliest-deadline.ts';
import { lookBack } from '../../../../shared/rules/deadline/look-back.ts';
import type { Measured } from '../../../../shared/rules/deadline/tasks.ts';
import {
  type Controller,
  optimumHours,
  run as play,
  type QueueScenario,
  Scorer,
} from '../../../../shared/simulation/index.ts';
import { demandOf, queue } from '../../simulation/scenarios.ts';

const OPTIONS: DeadlineOptions = { taskSeconds: 60, startWithin: 300, step: 15, boot: 120 };
const fleet = (ready: number, ...booting: number[]): DeadlineFleet => ({ ready, booting });
/** Nothing for a while, and then so much. */
const queueOf = (waiting: number, running: number, steps = 100): Measured => ({
  waiting: [...Array<number>(steps - 1).fill(0), waiting],
  running: Array<number>(steps).fill(running),
});
const capacity = (measured: Measured, each: DeadlineFleet, options = OPTIONS): number =>
  recommended(measured, each, options).capacity;

describe('deadline', () => {
  it('keeps no worker for an empty queue, or one if a boot would take too long', () => {
    expect(capacity(queueOf(0, 0), fleet(10))).toBe(0);
    expect(capacity(queueOf(0, 0), fleet(10), { ...OPTIONS, startWithin: 120 })).toBe(1);
  });

  it('keeps the workers whose tasks a drain would interrupt', () => {
    expect(recommended(queueOf(0, 6), { ...fleet(10), least: 6 }, OPTIONS).capacity).toBe(6);
  });

  it('treats tasks from before the first reading as arrived then, if their age is unknown', () => {
    const first = { waiting: [100], running: [0] };
    const fresh = capacity(first, fleet(2));
    expect(fresh).toBeGreaterThan(10);
    expect(fresh).toBeLessThan(40);
    expect(capacity({ ...first, age: 0 }, fleet(2))).toBe(fresh);
    expect(capacity({ ...first, age: 200 }, fleet(2))).toBeGreaterThan(fresh);
  });

  it('launches nothing if the present workers are enough', () => {
    expect(capacity(queueOf(10, 0), fleet(4))).toBeLessThanOrEqual(4);
  });

  it('launches the missing workers, at most one for each task', () => {
    const asked = capacity(queueOf(100, 0), fleet(4));
    expect(asked).toBeGreaterThan(20);
    expect(asked).toBeLessThan(104);
  });

  it('counts a booting worker from the time it will be ready', () => {
    const soon = capacity(queueOf(100, 0), fleet(4, ...Array<number>(30).fill(15)));
    expect(soon).toBe(34);
    expect(capacity(queueOf(100, 0), fleet(4, ...Array<number>(30).fill(285)))).toBeGreaterThan(34);
  });

  it('does not say, while workers boot, that more workers than there are would be enough', () => {
    const options = { ...OPTIONS, taskSeconds: 300, startWithin: 600 };
    const waiting = { waiting: [6, 6], running: [0, 0] };
    for (const seconds of [120, 105, 90, 60]) {
      const told = recommended(waiting, fleet(0, seconds, seconds, seconds), options);
      expect(told).toMatchObject({ capacity: 3, reason: { code: 'deadline-enough', params: { workers: 3 } } });
    }
  });

  it('removes no worker while others boot', () => {
    expect(capacity(queueOf(0, 0), fleet(9, 60))).toBe(10);
  });

  it('does not count on preempting running tasks', () => {
    expect(capacity(queueOf(20, 8), fleet(8))).toBeGreaterThan(capacity(queueOf(20, 0), fleet(8)));
  });

  it('keeps workers that have tasks, up to one and a half times the fewest that are needed', () => {
    expect(recommended(queueOf(60, 4), fleet(40), OPTIONS)).toMatchObject({
      ...{ capacity: 21, reason: { params: { workers: 14, kept: 21 } } },
    });
    // Of those that are expected, only as many stay as have tasks.
    expect(capacity(queueOf(0, 5), fleet(40))).toBeLessThanOrEqual(5);
    expect(capacity(queueOf(0, 0), fleet(40))).toBe(0);
  });

  it('uses only waiting tasks if running ones are not measured', () => {
    expect(capacity({ waiting: [0, 0, 200], running: null }, fleet(4))).toBeGreaterThan(20);
    expect(capacity({ waiting: [0, 0, 0], running: null }, fleet(4))).toBe(0);
  });

  it('has a reason with the queue and the proposal', () => {
    expect(phrase(recommended(queueOf(100, 0), fleet(4), OPTIONS).reason)).toBe(
      '100 tasks waiting, 0 running, 6.667 per minute expected, to start within 300 s: 4 workers would start some tasks too late; 32 are needed',
    );
  });

  const counts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 80 });
  const fleets = fc.record({
    ready: fc.integer({ min: 0, max: 60 }),
    booting: fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 20 }),
  });
  const lengths = fc.constantFrom(5, 15, 60, 600, 3600);

  it('never proposes fewer workers if more tasks wait', () => {
    fc.assert(
      fc.property(counts, fleets, lengths, fc.integer({ min: 1, max: 300 }), (any, each, taskSeconds, more) => {
        // Long tasks that do not wait any more although none has started are an estimate, and planned for otherwise.
        const waiting = taskSeconds > OPTIONS.startWithin ? any.toSorted((one, other) => one - other) : any;
        const running = waiting.map(() => Math.min(each.ready, 7));
        const options = { ...OPTIONS, taskSeconds };
        const longer = waiting.with(-1, (waiting.at(-1) ?? 0) + more);
        expect(capacity({ waiting: longer, running }, each, options)).toBeGreaterThanOrEqual(
          capacity({ waiting, running }, each, options),
        );
      }),
    );
  });

  it('proposes a whole number of workers for any readings', () => {
    fc.assert(
      fc.property(counts, fleets, lengths, (waiting, each, taskSeconds) => {
        const asked = capacity({ waiting, running: null }, each, { ...OPTIONS, taskSeconds });
        expect(Number.isInteger(asked) && asked >= 0).toBe(true);
      }),
    );
  });

  it('never starts a task late that takes longer than it may wait', () => {
    const arrivals = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 12 })), {
      minLength: 1,
      maxLength: 12,
    });
    const worlds = fc.record({ taskSeconds: fc.constantFrom(315, 600, 900), boot: fc.constantFrom(30, 120, 210) });
    fc.assert(
      fc.property(arrivals, worlds, (batches, world) => {
        const scenario = queue({ tasks: 'whole', ...world });
        const tasks = batches.flatMap(([gap, size]) => [...Array<number>(gap).fill(0), size]);
        const idle = Array<number>(scenario.startWithin / scenario.tick + 1).fill(0);
        const loads = [...tasks, ...idle].map((count) => (count * world.taskSeconds) / scenario.tick);
        const demand = demandOf(scenario, loads);
        const scorer = new Scorer(scenario, 1);
        const controller = controlling(scenario);
        for (const tick of play({ scenario, demand, controller, bounds: { min: 0, max: 400 }, initial: 0 })) {
          scorer.add(tick);
        }
        expect(scorer.score().latePercent).toBe(0);
      }),
    );
  });

  /** Bursts at the hour over a low tide, in workers. */
  const bursts = Array.from({ length: 2880 }, (_, step) => (step % 240 < 20 ? 30 : 3) + ((step * 7) % 5));

  it.each([
    ['fluid', 15],
    ['fluid', 120],
    ['whole', 45],
    ['whole', 150],
    ['whole', 600],
  ] as const)('starts 999 of a thousand %s tasks of %i s in time', (tasks, taskSeconds) => {
    const scenario = queue({ tasks, taskSeconds, startWithin: 300, burnIn: '1h' });
    const demand = demandOf(scenario, bursts);
    const scorer = new Scorer(scenario, 1);
    for (const tick of play({ scenario, demand, controller: controlling(scenario), bounds: { min: 1, max: 400 } })) {
      scorer.add(tick);
    }
    const { latePercent, workerHours } = scorer.score();
    expect(latePercent).toBeLessThanOrEqual(0.1);
    if (taskSeconds <= 300) expect(workerHours / optimumHours(demand, scenario, 1)).toBeLessThan(1.21);
  });
});

/** Asks in every step, with what can be measured by then. */
function controlling({ taskSeconds, tick, boot, startWithin }: QueueScenario): Controller {
  const options: DeadlineOptions = { taskSeconds, startWithin, step: tick, boot };
  const waiting: number[] = [];
  const running: number[] = [];
  let launches: number[] = [];
  return (now, { ready, booting, last }) => {
    if (!last) return null;
    waiting.push((last.queued * tick) / taskSeconds);
    running.push(last.busy);
    launches.push(...Array<number>(last.launched).fill(last.at + boot * 1000));
    launches = launches.filter((at) => at > now).slice(0, booting);
    const seen = -lookBack(options) / tick;
    const measured = { waiting: waiting.slice(seen), running: running.slice(seen) };
    return recommended(measured, { ready, booting: launches.map((at) => (at - now) / 1000) }, options).capacity;
  };
}
