import { describe, expect, test } from 'vitest';
import { MISHAPS } from './gate.ts';
import { pointsIn } from './points.ts';
import { faultsIn, play } from './run.ts';
import { SCENARIOS } from './scenarios.ts';

/** Every mishap at every call of every scenario. What a fault prints before its sentence is what replay.test.ts takes. */
describe('whatever befalls one call', () => {
  test.for(SCENARIOS)('$name', { timeout: 60_000 }, async (scenario) => {
    const calm = await play(scenario);
    expect(faultsIn(calm, [])).toEqual([]);
    const faults: string[] = [];
    for (const point of pointsIn(calm, MISHAPS, () => true)) {
      faults.push(...faultsIn(await play(scenario, [point]), [point]));
    }
    expect(faults).toEqual([]);
  });
});
