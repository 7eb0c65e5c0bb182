import { afterAll, expect, test } from 'vitest';
import { blocksOf, readPage } from '../docs/markdown.ts';
import { linesRun } from '../docs/shown/shown-replays.ts';
import { outsideProject } from './outside-project.ts';

const GUIDE = 'docs/how-to/extensions.md';
const project = outsideProject();
afterAll(() => project.remove());

const blocks = blocksOf(GUIDE);
/** Lines of shell with the sources of the example where the guide has what is built from them. */
const lines = (start: RegExp): string[] =>
  blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => start.test(line))
    .map((line) => line.replace('./dist/src/index.js', './src/index.ts'));

test('the guide shows the rule of the example as it is', () => {
  const [shown] = blocks.filter(({ text }) => text.includes('defineRule({'));
  expect(`${shown?.text}\n`).toBe(readPage('examples/extension/src/ladder.ts'));
});

test('its replay of the policy of the example runs', () => {
  const [scenario] = blocks.filter(({ marks }) => marks.join() === 'scenario');
  project.write('world.yaml', scenario?.text ?? '');
  const printed = linesRun(lines(/^npx headcount (demand|simulate)/).join('\n'), project.folder);
  expect(printed).toMatch(/^policy +[\d.]+ /m);
});
