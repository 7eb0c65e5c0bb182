import { describe, expect, test } from 'vitest';
import { onlyInFullRun } from '../full-run.ts';
import { callOf, pointsIn } from './points.ts';
import { faultsIn, play } from './run.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { isWrite, type Mishap } from './world/gate.ts';

/** What ends a process, or outlives its lease: a call that only failed is tried again by a process that lives. */
const DEADLY: readonly Mishap[] = ['dies before', 'dies after', 'sleeps before'];

/** Reads change nothing: a death between two effects is the same at any read between them. */
const afterStep = (from: number) => (step: number, line: string) => step > from && isWrite(callOf(line));

describe('every pair of mishaps, the second after the first', () => {
  test.for(SCENARIOS.filter(({ isSmall }) => isSmall))(
    '$name',
    { timeout: 60_000, ...onlyInFullRun },
    async (scenario) => {
      const faults: string[] = [];
      for (const first of pointsIn(await play(scenario), DEADLY, afterStep(-1))) {
        for (const second of pointsIn(await play(scenario, [first]), DEADLY, afterStep(first.step))) {
          const points = [first, second];
          faults.push(...faultsIn(await play(scenario, points), points));
        }
      }
      expect(faults).toEqual([]);
    },
  );
});
