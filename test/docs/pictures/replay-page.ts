import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY } from '../../../local/paths.ts';
import { launched } from '../../shared/report-page/browser.ts';
import { blocksOf, pathOf } from '../markdown.ts';

// Takes the README's pictures of a replay page, light and dark: `node test/docs/pictures/replay-page.ts`. Needs Chromium.
const HOW_TO = 'docs/how-to/replay-before-deploying.md';
/** From the top of the chart's card to below what was lost, in pixels. */
const HEIGHT = 626;
/** A decision in the crowd. */
const CROWD = '2026-01-06T06:05';

const folder = mkdtempSync(join(tmpdir(), 'headcount-docs-'));
const headcount = (...words: string[]): string =>
  execFileSync(process.execPath, [join(REPOSITORY, 'cli', 'bin.js'), ...words], { cwd: folder, encoding: 'utf8' });

try {
  const policy = blocksOf(HOW_TO).find(({ language }) => language === 'yaml');
  writeFileSync(join(folder, 'web.yaml'), policy?.text ?? '');
  writeFileSync(
    join(folder, 'demand.csv'),
    headcount(...'demand generate --pattern flash --days 2 --peak 400'.split(' ')),
  );
  headcount('world', 'init', 'world.yaml');
  headcount(...'simulate --policy web.yaml --demand demand.csv --world world.yaml --html page.html'.split(' '));

  const browser = await launched();
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1000, height: 1000 }, deviceScaleFactor: 2 });
    await page.goto(pathToFileURL(join(folder, 'page.html')).href);
    // The window is centred on the decision that is selected.
    const grew = page.locator('#filter option').nth(1);
    await page.locator('#filter').selectOption({ label: (await grew.textContent()) ?? '' });
    for (let step = 0; step < 200; step += 1) {
      const at = (await page.locator('#decision time').getAttribute('datetime')) ?? '';
      if (at >= CROWD) break;
      await page.locator('#after').click();
    }
    await page.getByRole('button', { name: '6 h' }).click();
    await page.waitForTimeout(1000);
    const card = await page.locator('section', { has: page.locator('#chart') }).boundingBox();
    if (!card) throw new Error('the page has no chart');
    const clip = { ...card, height: HEIGHT };
    await page.screenshot({ path: pathOf(`docs/pictures/replay-${colorScheme}.png`), clip, fullPage: true });
    await page.close();
  }
  await browser.close();
} finally {
  rmSync(folder, { recursive: true });
}
