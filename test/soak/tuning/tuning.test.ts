import { expect, test } from 'vitest';
import { onlyInFullRun } from '../../full-run.ts';
import { run } from '../run.ts';
import { storesAnyTuning, tuningFails, tuningStorm } from './mutation.ts';

/** In this seed, two tunings of the group overlap, and the one that began first ends last. */
const OVERLAPPING = 19;

test.for(['objective', 'forecast'] as const)(
  'finds a tuning that replaces a newer one: %s',
  onlyInFullRun,
  async (kind) => {
    const configuration = tuningStorm(OVERLAPPING, kind);
    expect((await run(OVERLAPPING, { configuration })).faults).toEqual([]);
    const { faults } = await run(OVERLAPPING, { configuration, mutate: storesAnyTuning });
    expect(faults).toEqual(['states.remember of group-0 replaced a newer tuning of demand']);
  },
);

test(
  'tunings that fail go to the dead-letter queue, and the group goes on without a result',
  onlyInFullRun,
  async () => {
    const { stage, faults } = await run(2, { configuration: tuningStorm(2, 'objective'), mutate: tuningFails });
    expect(stage.buried).toContain('tuning {"groups":["group-0"]}');
    expect(stage.history.writes.filter(({ call }) => call === 'claims.settle').length).toBeGreaterThan(0);
    expect(faults).toEqual(['90 minutes after the last fault, group-0 is not tuned']);
  },
);
