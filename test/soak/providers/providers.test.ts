import { expect, test } from 'vitest';
import { onlyInFullRun } from '../../full-run.ts';
import { stormOf } from '../mutations.ts';
import { run } from '../run.ts';
import { addsAgain, onProvider } from './mutation.ts';
import { REPLACING } from './replacing.ts';

/** In this seed, a process crashes after it has raised the capacity, and another one completes its activity. */
const SEED = 10;

test.for(REPLACING)('finds a completed launch that adds to what there is: %s', onlyInFullRun, async (kind) => {
  const configuration = onProvider(stormOf(SEED, 'usual'), kind);
  expect((await run(SEED, { configuration })).faults).toEqual([]);
  const { faults } = await run(SEED, { configuration, mutate: addsAgain });
  expect(faults).toContainEqual(expect.stringContaining('no activity means that'));
  expect(faults).toContainEqual(expect.stringMatching(/the provider of group-0 launched \d+ workers where/));
});
