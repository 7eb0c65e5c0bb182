import { describe, expect, test } from 'vitest';
import { byRun } from '../full-run.ts';
import { pointsIn } from './points.ts';
import { begun, faultsIn, play } from './run.ts';
import { sampled } from './sampled.ts';
import { MANY, RACES } from './scenarios/index.ts';
import { MISHAPS } from './world/gate.ts';

describe.for(RACES)('$name', (race) => {
  test('resize once', async () => {
    const world = await begun(race);
    world.demand(race.wants);
    await world.tick(MANY);
    expect(world.activities()).toHaveLength(1);
    expect(world.activities()[0]).toMatchObject({ intent: { kind: 'launch', count: race.wants - race.workers } });
  });

  test('mishaps of the winner', async () => {
    const calm = await play(race);
    const winner = calm.gate.calls.find((line) => line.endsWith(' claims.settle'))?.split(' ')[0];
    const points = pointsIn(calm, MISHAPS, (_, line) => line.startsWith(`${winner} `));
    const faults: string[] = [];
    for (const point of sampled(points, ({ mishap }) => mishap, byRun({ quick: 10, full: 5 }), race.name))
      faults.push(...faultsIn(await play(race, [point]), [point]));
    expect(points.length).toBeGreaterThan(MISHAPS.length);
    expect(faults).toEqual([]);
  });
});
