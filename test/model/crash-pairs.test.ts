import { describe, expect, test } from 'vitest';
import { onlyInFullRun } from '../full-run.ts';
import { callOf, pointsIn } from './points.ts';
import { faultsIn, nameOf, play } from './run.ts';
import { sampled } from './sampled.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { isWrite, type Mishap, type Point } from './world/gate.ts';
import type { World } from './world/world.ts';

/** What ends a process, or outlives its lease: a call that only failed is tried again by a process that lives. */
const DEADLY: readonly Mishap[] = ['dies before', 'dies after', 'sleeps before'];

/** First mishaps that are tried, and the second ones after each: one in so many of each mishap. */
const EVERY = { first: 2, second: 6 };

const mishapOf = ({ mishap }: Point): Mishap => mishap;

/**
 * The deadly mishaps after a step. Reads change nothing: a death between two effects is the same at any read between
 * them. A death before an effect is nearly always the same as one after the effect before it of the same process:
 * crash-points tries each of those alone.
 */
const deadlyAfter = (world: World, from: number): Point[] =>
  pointsIn(world, DEADLY, (step, line) => step > from && isWrite(callOf(line))).filter(
    ({ step, mishap }) => mishap !== 'dies before' || isFirst(world.gate.calls, step, from),
  );

/** Whether the process of a call has changed nothing since a step. */
function isFirst(calls: readonly string[], step: number, from: number): boolean {
  const holder = calls[step]?.split(' ')[0];
  return !calls.slice(from + 1, step).some((line) => line.split(' ')[0] === holder && isWrite(callOf(line)));
}

describe('two mishaps, the second after the first', () => {
  test.for(SCENARIOS.filter(({ isSmall }) => isSmall))('$name', onlyInFullRun, async (scenario) => {
    const faults: string[] = [];
    const firsts = deadlyAfter(await play(scenario), -1);
    for (const first of sampled(firsts, mishapOf, EVERY.first, scenario.name)) {
      const seconds = deadlyAfter(await play(scenario, [first]), first.step);
      for (const second of sampled(seconds, mishapOf, EVERY.second, nameOf(scenario, [first]))) {
        const points = [first, second];
        faults.push(...faultsIn(await play(scenario, points), points));
      }
    }
    expect(faults).toEqual([]);
  });
});
