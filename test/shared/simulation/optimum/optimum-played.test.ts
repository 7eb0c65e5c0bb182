import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Controller,
  deadlineOptimum,
  optimumHours,
  type Scenario,
  scoreOf,
  ticksIn,
} from '../../../../shared/simulation/index.ts';
import { byRun } from '../../../full-run.ts';
import { runs } from '../../runs.ts';
import { demandOf, interactive, queue } from '../scenarios.ts';

const IN_AN_HOUR = 240;
/** Sizes that are tried, one more than the load ever is. */
const LARGEST = 3;
/** Without work, so that whoever is wanted has time to boot, and every bill ends before the play does. */
const [BEFORE, AFTER] = [4, 6];

const scenarios = fc
  .record({
    kind: fc.constantFrom('interactive' as const, 'fluid' as const),
    ...{ boot: fc.constantFrom(0, 15, 30), drain: fc.constantFrom(0, 15, 30), minBilled: fc.constant(0) },
    startWithin: fc.constantFrom(15, 30),
  })
  .map(
    ({ kind, startWithin, ...document }): Scenario =>
      kind === 'interactive' ? interactive(document) : queue({ ...document, startWithin }),
  );
const works = fc.array(fc.nat(LARGEST - 1), { minLength: 1, maxLength: 4 });
const quiet = (steps: number) => Array<number>(steps).fill(0);

test('the optimum is the cost of the cheapest schedule that loses nothing and is never late in the engine', () => {
  fc.assert(
    fc.property(scenarios, works, (scenario, work) => {
      const load = [...quiet(BEFORE), ...work, ...quiet(AFTER)];
      const mayServe = work.length + (scenario.kind === 'queue' ? ticksIn(scenario.startWithin, scenario) : 0);
      let cheapest = Infinity;
      for (const sizes of schedules(mayServe)) {
        const controller = clairvoyant([...quiet(BEFORE), ...sizes, ...quiet(AFTER)], scenario);
        const bounds = { min: 0, max: LARGEST };
        const score = scoreOf({ scenario, demand: demandOf(scenario, load), controller, bounds, initial: 0 });
        if (score.latePercent === 0) cheapest = Math.min(cheapest, score.workerHours * IN_AN_HOUR);
      }
      expect(cheapest).toBeCloseTo(optimumOf(scenario, load), 6);
    }),
    { numRuns: byRun({ quick: 30, full: 100 }) },
  );
});

test('no strategy that loses nothing costs less, in a simulation of any length', () => {
  const loads = fc.array(fc.oneof(fc.constant(0), fc.nat(12)), { minLength: 1, maxLength: 80 });
  const spares = fc.array(fc.oneof(fc.constant(0), fc.nat(3)), { minLength: 80, maxLength: 80 });
  const times = fc.constantFrom(0, 15, 40, 90);
  fc.assert(
    fc.property(loads, spares, times, times, times, (work, spare, boot, drain, minBilled) => {
      const scenario = interactive({ boot, drain, minBilled });
      const load = [...work, ...quiet(ticksIn(drain, scenario))];
      const sizes = work.map((each, step) => each + (spare[step] ?? 0));
      const play = { scenario, demand: demandOf(scenario, load), controller: clairvoyant(sizes, scenario) };
      const initial = Math.max(...sizes.slice(0, ticksIn(boot, scenario) + 1));
      const { latePercent, workerHours } = scoreOf({ ...play, bounds: { min: 0, max: 20 }, initial });
      expect(latePercent).toBe(0);
      expect(workerHours * IN_AN_HOUR).toBeGreaterThanOrEqual(optimumOf(scenario, load) - 1e-6);
    }),
    { numRuns: runs },
  );
});

/** In worker-steps, by whole workers. */
function optimumOf(scenario: Scenario, load: readonly number[]): number {
  const hours = optimumHours(demandOf(scenario, load), scenario, 0);
  if (scenario.kind === 'interactive') return hours * IN_AN_HOUR;
  const overhead = ticksIn(scenario.boot, scenario) + ticksIn(scenario.drain, scenario);
  const within = ticksIn(scenario.startWithin, scenario);
  const inSizesOf = (quantum: number) => deadlineOptimum(load, { overhead, min: 0, within, group: 1, quantum });
  const whole = inSizesOf(1);
  // What is reported takes parts of workers, where those are cheaper, and leaves out sizes that are seldom of use: of 60,000
  // such cases 139 came out dearer, by 3.6 % at most.
  expect(hours * IN_AN_HOUR).toBeCloseTo(inSizesOf(1 / 8), 6);
  expect(hours * IN_AN_HOUR).toBeLessThanOrEqual(whole * 1.05 + 1e-6);
  return whole;
}

/** Every sequence of so many sizes. */
function* schedules(steps: number): Generator<readonly number[]> {
  if (steps === 0) yield [];
  else for (const rest of schedules(steps - 1)) for (let size = 0; size <= LARGEST; size += 1) yield [size, ...rest];
}

/** Launches a worker so long before it is to be ready as it boots, and retires it once nobody wants it for as long. */
function clairvoyant(sizes: readonly number[], scenario: Scenario): Controller {
  const boot = ticksIn(scenario.boot, scenario);
  return (_now, { index }) => Math.max(0, ...sizes.slice(index, index + boot + 1));
}
