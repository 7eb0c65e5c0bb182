import { expect, test } from 'vitest';
import { onlyInFullRun } from '../../full-run.ts';
import { run } from '../run.ts';
import { inOneCluster, overlooksMembers } from './mutation.ts';

/** In these seeds, groups roll out a new version beyond the budget, and grow while others launch. */
test.for([33, 49])('groups of seed %i keep the budget of their cluster', onlyInFullRun, async (seed) => {
  expect((await run(seed, { configuration: inOneCluster(seed) })).faults).toEqual([]);
});

test('finds an evaluation that overlooks the other groups of the cluster', onlyInFullRun, async () => {
  const configuration = inOneCluster(3);
  expect((await run(3, { configuration })).faults).toEqual([]);
  const { faults } = await run(3, { configuration, mutate: overlooksMembers });
  expect(faults).toContainEqual(expect.stringContaining('its cluster has 9, and its budget pays for 4'));
});
