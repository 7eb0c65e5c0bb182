import type { DemandPoint } from '../demand.ts';
import { seededRandom } from '../random.ts';
import { poisson } from './poisson.ts';
import { type Scenario, ticksIn, workerRateOf } from './scenario.ts';

/** Demand in the engine's steps. Can be iterated repeatedly, with the same result. */
export interface DemandSteps {
  /** Start of the first step, ms since the epoch. */
  readonly start: number;
  /** Arriving work units per second, by step of `scenario.tick` seconds. */
  readonly steps: Iterable<number>;
  /** What the recorded values were multiplied by for `peakWorkers`; absent: not scaled. */
  readonly factor?: number;
}

/** A recording that can be iterated repeatedly. In ascending order, with two or more points. */
export type Recording = Iterable<DemandPoint>;

/**
 * Converts a recording to the scenario's steps. Coarser recordings are interpolated between the midpoints of their bins,
 * finer ones are averaged. The result is scaled to `peakWorkers`, and noise is added. Keeps only two points in memory.
 */
export function demandSteps(recording: Recording, scenario: Scenario): DemandSteps {
  const { start, period } = paceOf(recording);
  const stepped = { [Symbol.iterator]: () => inSteps(recording, start, period, scenario.tick) };
  const factor = scaleOf(stepped, scenario);
  return { start, steps: { [Symbol.iterator]: () => withNoise(stepped, factor, scenario) }, factor };
}

/** Whether a step without points repeats the one before, because points are no further apart than steps. */
export const repeatsInGaps = (recording: Recording, { tick }: Pick<Scenario, 'tick'>): boolean =>
  paceOf(recording).period <= tick;

function paceOf(recording: Recording): { start: number; period: number } {
  const [first, second] = recording;
  if (!first || !second) throw new RangeError('a recording must have at least two points');
  return { start: first.at, period: (second.at - first.at) / 1000 };
}

function* inSteps(recording: Recording, start: number, period: number, tick: number): Generator<number> {
  if (period > tick) yield* interpolated(recording, start, period, tick);
  else yield* averaged(recording, start, tick);
}

/** Linear between the midpoints of the bins; constant before the first and after the last. */
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

/** The mean of the points by step. A step without points repeats the previous mean. */
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

/** `peakWorkers` refers to the highest mean over this time. */
const PEAK_SECONDS = { interactive: 60, queue: 300 } as const;

function scaleOf(steps: Iterable<number>, scenario: Scenario): number {
  if (scenario.peakWorkers === undefined) return 1;
  const peak = highestMean(steps, ticksIn(PEAK_SECONDS[scenario.kind], scenario));
  if (peak === 0) throw new RangeError('every value of the recording is 0, so there is no demand to replay');
  return (scenario.peakWorkers * workerRateOf(scenario)) / peak;
}

function highestMean(steps: Iterable<number>, width: number): number {
  const ring = new Float64Array(width);
  let [sum, count, highest] = [0, 0, 0];
  for (const value of steps) {
    const slot = count % width;
    sum += value - (ring[slot] ?? 0);
    ring[slot] = value;
    count += 1;
    if (count >= width) highest = Math.max(highest, sum / width);
  }
  return count < width ? sum / Math.max(1, count) : highest;
}

function* withNoise(steps: Iterable<number>, factor: number, { noise, seed, tick }: Scenario): Generator<number> {
  const random = seededRandom(seed);
  for (const value of steps) {
    const scaled = Math.max(0, value * factor);
    yield noise === 'none' ? scaled : poisson(scaled * tick, random) / tick;
  }
}
