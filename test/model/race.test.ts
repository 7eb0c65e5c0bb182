import { expect, test } from 'vitest';
import { MISHAPS } from './gate.ts';
import { pointsIn } from './points.ts';
import { begun, faultsIn, play } from './run.ts';
import { MANY, race } from './scenarios.ts';

test('a hundred evaluations at once resize once', async () => {
  const world = await begun(race);
  world.demand(race.wants);
  await world.tick(MANY);
  expect(world.activities()).toHaveLength(1);
  expect(world.capacity()).toBe(race.wants);
});

test('a hundred evaluations at once, whatever befalls the winner', { timeout: 60_000 }, async () => {
  const calm = await play(race);
  const winner = calm.gate.calls.find((line) => line.endsWith(' claims.settle'))?.split(' ')[0];
  const points = pointsIn(calm, MISHAPS, (_, line) => line.startsWith(`${winner} `));
  const faults: string[] = [];
  for (const point of points) faults.push(...faultsIn(await play(race, [point]), [point]));
  expect(points.length).toBeGreaterThan(MISHAPS.length);
  expect(faults).toEqual([]);
});
