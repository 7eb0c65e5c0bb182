import { expect, test } from 'vitest';
import { pointsOf } from './points.ts';
import { faultsIn, play } from './run.ts';
import { RACES, SCENARIOS } from './scenarios/index.ts';

/**
 * One run of the crash points again, alone, with its story. A fault prints the run's name first:
 *
 *     MODEL='grow @ 7 dies after, 12 sleeps before' npx vitest run test/model/replay.test.ts
 */
const run = process.env['MODEL'] ?? 'grow @ 7 dies after, 12 sleeps before';

test(run, async () => {
  const [name, points] = run.split(' @ ');
  const scenario = [...SCENARIOS, ...RACES].find((each) => each.name === name);
  if (!scenario) throw new Error(`there is no scenario ${name}`);
  const mishaps = points === undefined ? [] : pointsOf(points);
  const world = await play(scenario, mishaps);
  if (process.env['MODEL']) console.log(world.story.join('\n'));
  expect(world.story.join('\n')).toContain('function-1');
  expect(faultsIn(world, mishaps)).toEqual([]);
});
