import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { onlyInFullRun } from '../full-run.ts';
import { pathOf, readPage } from './markdown.ts';
import { SCENES } from './pictures/scenes.ts';
import { withConstants } from './shown/constants.ts';
import { withFigures } from './shown/figures.ts';
import { Replays } from './shown/replays.ts';

const PAGE = 'docs/explanation/choosing-a-rule.md';
const text = readPage(PAGE);

describe('the figures of the replays', () => {
  // The other columns come of the same command; all of them take minutes.
  const columns = ['opening.csv', 'batches.csv', 'rare.csv'];

  test.each(columns)(
    'on %s are what simulate says (npm run docs -- --replays writes all of them)',
    onlyInFullRun,
    async (column) => {
      expect(text).toContain(`\`${column}\` |`);
      expect(await withFigures(PAGE, text, [column])).toBe(text);
    },
  );

  test('are filled in everywhere', () => {
    const cells = text.split('\n').filter((line) => /^\| `[a-z-]+(\.yaml|=[\d.]+)?`/.test(line));
    expect(cells.length).toBeGreaterThan(20);
    for (const line of cells) expect(line).not.toMatch(/\| +\|/);
  });
});

describe('a picture', () => {
  const replays = new Replays(PAGE);

  test.each(SCENES)('$file is in the page, light and dark, with the command that made its data', (scene) => {
    const { file, demand, world, plays } = scene;
    const shown = text.slice(text.indexOf(`pictures/${file}-dark.svg`));
    const caption = shown.slice(shown.indexOf('</picture>')).split('\n\n')[1] ?? '';
    expect(shown).toContain(`pictures/${file}-light.svg`);
    expect(caption).toContain(`--demand ${demand} --world ${world} --html`);
    for (const play of plays) expect(caption).toContain(play);
  });

  test.each(SCENES)('$file is small, and of what the page replays', ({ file, plays, world }) => {
    for (const theme of ['light', 'dark']) {
      const path = pathOf(`docs/pictures/${file}-${theme}.svg`);
      expect(statSync(path).size).toBeLessThan(60_000);
      const svg = readFileSync(path, 'utf8');
      for (const play of plays) expect(svg).toContain(`>${play}<`);
    }
    expect(() => [replays.world(world), ...plays.map((play) => replays.policy(play))]).not.toThrow();
  });
});

test('the page has the current strategies of the objective rule (npm run docs writes them)', () => {
  expect(text).toMatch(/^That makes [\d,]+ strategies\./m);
  expect(withConstants(text)).toBe(text);
});
