import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billedIn, run, type Scenario, type Tick, ticksIn } from '../../../../shared/simulation/index.ts';
import { runs } from '../../runs.ts';
import { loads, matches, type Player, playOf } from '../players.ts';

/** What holds in any scenario, for whatever work, whoever asks for workers. */
describe('in every simulation', () => {
  interface Played {
    readonly scenario: Scenario;
    readonly load: readonly number[];
    readonly ticks: readonly Tick[];
    /** Ready before the first step. */
    readonly initial: number;
  }
  const everyPlay = (check: (played: Played) => void) =>
    fc.assert(
      fc.property(matches, loads, fc.nat(6), ([scenario, player], load, some) => {
        const play = playOf(scenario, player, load, some);
        check({ scenario, load, ticks: [...run(play)], initial: play.initial ?? 0 });
      }),
      { numRuns: Math.min(runs, 1_000) },
    );
  const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);
  const launchedIn = (ticks: readonly Tick[], index: number) => ticks[index]?.launched ?? 0;

  test('no worker is ready before its boot time has passed', () => {
    everyPlay(({ scenario, ticks, initial }) => {
      const boot = ticksIn(scenario.boot, scenario);
      ticks.forEach(({ index, ready }) => {
        const before = ticks[index - 1]?.ready ?? initial;
        expect(ready).toBeLessThanOrEqual(before + launchedIn(ticks, index - boot));
      });
    });
  });
  test('every worker was launched, and every end is a removal or an interruption', () => {
    everyPlay(({ ticks, initial }) => {
      let capacity = initial;
      for (const { ready, booting, launched, retired, interrupted } of ticks) {
        capacity += launched - retired - interrupted;
        expect(ready + booting).toBe(capacity);
        for (const count of [ready, booting, launched, retired, interrupted]) expect(count).toBeGreaterThanOrEqual(0);
      }
    });
  });
  test('only ready workers serve, and each no more than one step of work in a step', () => {
    everyPlay(({ ticks }) => {
      for (const { served, busy, ready } of ticks) {
        expect(served).toBeLessThanOrEqual(ready);
        expect(busy).toBeLessThanOrEqual(ready);
      }
    });
  });
  test('every ready worker is billed, and none longer than its drain and the minimum time', () => {
    everyPlay(({ scenario, ticks }) => {
      const longest = Math.max(ticksIn(scenario.drain, scenario), ticksIn(scenario.minBilled, scenario));
      ticks.forEach((tick, index) => {
        expect(billedIn(tick)).toBeGreaterThanOrEqual(tick.ready + tick.booting);
        const lately = ticks.slice(Math.max(0, index + 1 - longest), index + 1);
        expect(tick.draining).toBeLessThanOrEqual(sumOf(lately.map(({ retired }) => retired)));
      });
    });
  });
  test('without interruptions, each worker is billed from its launch to the end of its drain', () => {
    everyPlay(({ scenario, ticks, initial }) => {
      if (scenario.failures.interruptionsPerHour > 0) return;
      expect(ticks.map(({ ready, booting, draining }) => ({ ready, booting, draining }))).toEqual(
        workerByWorker(scenario, ticks, initial),
      );
    });
  });
  test('arrivals equal the demand', () => {
    everyPlay(({ scenario, load, ticks }) => {
      const task =
        scenario.kind === 'queue' && scenario.tasks === 'whole' ? taskSteps(scenario.taskSeconds, scenario) : 0;
      let [brought, arrived] = [0, 0];
      ticks.forEach((tick, index) => {
        brought += load[index] ?? 0;
        arrived += tick.arrived;
        // A part of a task has not arrived yet.
        if (task > 0) expect(arrived).toBeGreaterThan(brought - task - 1e-6);
        else expect(arrived).toBeCloseTo(brought, 6);
        expect(arrived).toBeLessThanOrEqual(brought + 1e-6);
      });
      expect(ticks).toHaveLength(load.length);
    });
  });
  test('all arrivals were served, were lost, or wait', () => {
    everyPlay(({ scenario, ticks }) => {
      if (scenario.kind === 'queue' && scenario.tasks === 'whole') return;
      let [arrived, served, lost] = [0, 0, 0];
      for (const tick of ticks) {
        arrived += tick.arrived;
        served += tick.served;
        lost += tick.lost;
        expect(served + lost + tick.queued).toBeCloseTo(arrived, 5);
        if (scenario.kind === 'interactive') expect(tick.queued).toBe(0);
        else expect(tick.lost).toBe(0);
        for (const work of [tick.served, tick.lost, tick.queued]) expect(work).toBeGreaterThanOrEqual(0);
      }
    });
  });
  test('every whole task waits, runs or is done, and takes at least its duration', () => {
    everyPlay(({ scenario, ticks }) => {
      if (scenario.kind !== 'queue' || scenario.tasks !== 'whole') return;
      const task = taskSteps(scenario.taskSeconds, scenario);
      let [arrived, served, done] = [0, 0, 0];
      for (const { arrived: came, queued, busy, lost, served: work } of ticks) {
        arrived += came / task;
        const doneBefore = done;
        done = arrived - queued / task - busy;
        expect(lost).toBe(0);
        expect(done).toBeGreaterThanOrEqual(doneBefore - 1e-6);
        expect(done * task).toBeLessThanOrEqual(served + 1e-6);
        served += work;
        // Nobody's work is for nothing unless its worker is taken away.
        const inProgress = served - done * task;
        if (scenario.failures.interruptionsPerHour === 0) expect(inProgress).toBeLessThanOrEqual(busy * task + 1e-6);
      }
    });
  });
  test('work starts once, after its arrival, in order, on the first free worker', () => {
    everyPlay(({ ticks }) => {
      const left = ticks.map(({ arrived }) => arrived);
      let newest = 0;
      for (const { index, started, ready, busy, queued } of ticks) {
        for (const { arrival, work } of started ?? []) {
          expect(arrival).toBeGreaterThanOrEqual(newest);
          expect(arrival).toBeLessThanOrEqual(index);
          newest = arrival;
          left[arrival] = (left[arrival] ?? 0) - work;
          expect(left[arrival]).toBeGreaterThan(-1e-6);
        }
        if (queued > 1e-6) expect(busy).toBeCloseTo(ready, 6);
      }
    });
  });
  test('the same seed gives the same result', () => {
    fc.assert(
      fc.property(matches, loads, ([scenario, player], load) => {
        const again = () => [...run(playOf(scenario, player, load))];
        expect(again()).toEqual(again());
      }),
      { numRuns: Math.min(runs, 1_000) },
    );
  });
  test('another seed changes only random events', () => {
    const player: Player = Array.from({ length: 60 }, (_, index) => (index % 5) * 4);
    const failing = { failures: { capacityErrors: 0.4, interruptionsPerHour: 60 } };
    fc.assert(
      fc.property(matches, fc.nat(1000), ([scenario], seed) => {
        const load = Array<number>(60).fill(5);
        const played = (changed: Partial<Scenario>) => [
          ...run(playOf({ ...scenario, ...changed } as Scenario, player, load)),
        ];
        const quiet = { failures: { capacityErrors: 0, interruptionsPerHour: 0 } };
        expect(played({ ...quiet, seed: seed + 1 })).toEqual(played({ ...quiet, seed }));
        expect(played({ ...failing, seed: seed + 1 })).not.toEqual(played({ ...failing, seed }));
      }),
      { numRuns: Math.min(runs, 200) },
    );
  });
});

/** As the engine's: a task takes whole steps, one at least. */
const taskSteps = (taskSeconds: number, { tick }: Scenario): number => Math.max(1, Math.round(taskSeconds / tick));

/** The same fleet with each worker on its own, told nothing but how many were launched and retired in each step. */
function workerByWorker(scenario: Scenario, ticks: readonly Tick[], initial: number) {
  const { boot, drain, minBilled } = scenario;
  const [bootSteps, drainSteps, leastSteps] = [boot, drain, minBilled].map((each) => ticksIn(each, scenario)) as [
    number,
    number,
    number,
  ];
  /** Those of the start have run for long. */
  const workers = Array.from({ length: initial }, () => ({ launched: -Infinity, goes: Infinity, ends: Infinity }));
  return ticks.map(({ index: now, launched, retired }) => {
    for (let count = launched; count > 0; count -= 1) workers.push({ launched: now, goes: Infinity, ends: Infinity });
    const boots = (worker: (typeof workers)[number]) => now < worker.launched + bootSteps;
    const there = () => workers.filter(({ goes }) => goes > now);
    const busy = stillBusy(scenario, ticks, now);
    for (let count = retired; count > 0; count -= 1) {
      const booting = there().filter(boots);
      // The tasks are with the oldest workers.
      const victim = booting.at(-1) ?? (there()[busy] as (typeof workers)[number]);
      victim.goes = now;
      victim.ends = Math.max(booting.length > 0 ? now : now + drainSteps, victim.launched + leastSteps);
    }
    return {
      ready: there().filter((worker) => !boots(worker)).length,
      booting: there().filter(boots).length,
      draining: workers.filter(({ goes, ends }) => goes <= now && ends > now).length,
    };
  });
}

/** Workers whose task began in an earlier step and goes on in this one. */
function stillBusy(scenario: Scenario, ticks: readonly Tick[], now: number): number {
  if (scenario.kind !== 'queue' || scenario.tasks !== 'whole') return 0;
  const task = taskSteps(scenario.taskSeconds, scenario);
  const running = ticks.slice(Math.max(0, now - task + 1), now).flatMap(({ started }) => started ?? []);
  return Math.round(running.reduce((sum, { work }) => sum + work, 0) / task);
}
