import type { DemandPoint } from '../demand.ts';
import { seededRandom } from '../random.ts';
import { poisson } from './poisson.ts';
import { type Scenario, ticksIn, workerRateOf } from './scenario.ts';

/** Demand as the engine takes it. May be walked through more than once, and gives the same each time. */
export interface DemandSteps {
  /** Start of the first step, ms since the epoch. */
  readonly start: number;
  /** Work units a second that arrive in each step of `scenario.tick` seconds. */
  readonly steps: Iterable<number>;
}

/** A recording that may be walked through more than once. In ascending order, with two points or more. */
export type Recording = Iterable<DemandPoint>;

/**
 * A recording in the scenario's steps: coarser ones are interpolated between the middles of their bins, finer ones averaged,
 * then scaled to `peakWorkers`, then noise is added. Holds two points of the recording at a time.
 */
export function demandSteps(recording: Recording, scenario: Scenario): DemandSteps {
  const { start, period } = paceOf(recording);
  const stepped = { [Symbol.iterator]: () => inSteps(recording, start, period, scenario.tick) };
  const factor = scaleOf(stepped, scenario);
  return { start, steps: { [Symbol.iterator]: () => withNoise(stepped, factor, scenario) } };
}

function paceOf(recording: Recording): { start: number; period: number } {
  const [first, second] = recording;
  if (!first || !second) throw new RangeError('a recording must have at least two points');
  return { start: first.at, period: (second.at - first.at) / 1000 };
}

function* inSteps(recording: Recording, start: number, period: number, tick: number): Generator<number> {
  if (period > tick) yield* interpolated(recording, start, period, tick);
  else yield* averaged(recording, start, tick);
}

/** Linear between the middles of the bins, constant before the first and after the last one. */
function* interpolated(recording: Recording, start: number, period: number, tick: number): Generator<number> {
  const half = period * 500;
  let middle = start + tick * 500;
  let before: DemandPoint | undefined;
  for (const point of recording) {
    for (; middle < point.at + half; middle += tick * 1000) {
      if (!before) yield point.value;
      else yield before.value + ((point.value - before.value) * (middle - before.at - half)) / (point.at - before.at);
    }
    before = point;
  }
  for (; before && middle < before.at + 2 * half; middle += tick * 1000) yield before.value;
}

/** The mean of the points in each step; one without points is as the one before. */
function* averaged(recording: Recording, start: number, tick: number): Generator<number> {
  let end = start + tick * 1000;
  let [sum, count, last] = [0, 0, 0];
  for (const { at, value } of recording) {
    while (at >= end) {
      if (count > 0) last = sum / count;
      yield last;
      [sum, count, end] = [0, 0, end + tick * 1000];
    }
    sum += value;
    count += 1;
  }
  yield sum / count;
}

/** A peak that lasts no longer than this is not what `peakWorkers` means. */
const PEAK_SECONDS = { interactive: 60, queue: 300 } as const;

function scaleOf(steps: Iterable<number>, scenario: Scenario): number {
  if (scenario.peakWorkers === undefined) return 1;
  const peak = highestMean(steps, ticksIn(PEAK_SECONDS[scenario.kind], scenario));
  if (peak === 0) throw new RangeError('the recording has no demand that could be scaled to peakWorkers');
  return (scenario.peakWorkers * workerRateOf(scenario)) / peak;
}

function highestMean(steps: Iterable<number>, width: number): number {
  const ring = new Float64Array(width);
  let [sum, seen, highest] = [0, 0, 0];
  for (const value of steps) {
    const slot = seen % width;
    sum += value - (ring[slot] ?? 0);
    ring[slot] = value;
    seen += 1;
    if (seen >= width) highest = Math.max(highest, sum / width);
  }
  return seen < width ? sum / Math.max(1, seen) : highest;
}

function* withNoise(steps: Iterable<number>, factor: number, { noise, seed, tick }: Scenario): Generator<number> {
  const random = seededRandom(seed);
  for (const value of steps) {
    const scaled = Math.max(0, value * factor);
    yield noise === 'none' ? scaled : poisson(scaled * tick, random) / tick;
  }
}
