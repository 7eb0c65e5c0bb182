import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseScenario } from '../../shared/simulation/index.ts';
import { onlyInFullRun } from '../full-run.ts';
import { blocksOf, readPage } from './markdown.ts';
import { replayShownIn } from './shown/shown-replays.ts';

const HOW_TO = 'docs/how-to/replay-before-deploying.md';
const REFERENCE = 'docs/reference/simulation.md';

test(
  'the simulation in the documentation has the results that the page shows (npm run docs -- --replays writes it)',
  onlyInFullRun,
  () => {
    const shown = replayShownIn(HOW_TO, readPage(HOW_TO));
    expect(shown?.text).toBe(readPage(HOW_TO));
    expect(shown?.files).toEqual(['demand.csv', 'web.yaml', 'world.yaml']);
  },
);

test('the failures shown in the reference are fields of a scenario', () => {
  const world = blocksOf(REFERENCE).find(({ language, marks }) => language === 'yaml' && marks.includes('scenario'));
  const failures = { capacityErrors: 0.3, interruptionsPerHour: 0.05 };
  expect(parseScenario(parse(world?.text ?? ''))).toMatchObject({ ok: true, value: { failures } });
});
