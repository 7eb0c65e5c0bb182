import { describe, expect, test } from 'vitest';
import { byRun } from '../full-run.ts';
import { pointsIn } from './points.ts';
import { faultsIn, play } from './run.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { MISHAPS, type Mishap } from './world/gate.ts';

/** A quick run has a process die, and one outlive its lease; a full run does everything to every call. */
const TRIED = byRun<readonly Mishap[]>({ quick: ['dies before', 'dies after', 'sleeps after'], full: MISHAPS });

/** Every mishap at every call of every scenario. What a fault prints before its sentence is what replay.test.ts takes. */
describe('every mishap at every call', () => {
  test.for(SCENARIOS)('$name', async (scenario) => {
    const calm = await play(scenario);
    expect(faultsIn(calm, [])).toEqual([]);
    const faults: string[] = [];
    for (const point of pointsIn(calm, TRIED, () => true)) {
      faults.push(...faultsIn(await play(scenario, [point]), [point]));
    }
    expect(faults).toEqual([]);
  });
});
