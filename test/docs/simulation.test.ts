import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseScenario } from '../../shared/simulation/index.ts';
import { blocksOf, readPage } from './markdown.ts';
import { replayShownIn } from './shown-replays.ts';

const PAGE = 'docs/reference/simulation.md';

test('the simulation shown in the documentation comes out as the page says (node test/docs/regenerate.ts writes it)', {
  timeout: 60_000,
}, () => {
  const shown = replayShownIn(PAGE, readPage(PAGE));
  expect(shown?.text).toBe(readPage(PAGE));
  expect(shown?.files).toEqual(['demand.csv', 'web.yaml', 'world.yaml']);
});

test('the failures shown there are ones of a world', () => {
  const world = blocksOf(PAGE).find(({ language, marks }) => language === 'yaml' && marks.includes('world'));
  const failures = { capacityErrors: 0.3, interruptionsPerHour: 0.05 };
  expect(parseScenario(parse(world?.text ?? ''))).toMatchObject({ ok: true, value: { failures } });
});
