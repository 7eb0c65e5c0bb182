import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { regenerated } from './examples.ts';
import { generatedPages, writtenPages } from './generated/generated.ts';
import { pathOf, readPage } from './markdown.ts';
import { withPrices } from './prices.ts';
import { withConstants } from './shown/constants.ts';
import { withFigures } from './shown/figures.ts';
import { BACKTEST_PAGE, backtestShown } from './shown/shown-backtest.ts';
import { replayShownIn } from './shown/shown-replays.ts';

// `npm run docs` writes the outcomes of the pages' examples, and the generated pages; `npm run docs -- PAGE…` those of some
// pages. `npm run docs -- --replays` also plays the replays that the pages show, which takes minutes.
const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith('--'));
const isWanted = (page: string): boolean => wanted.length === 0 || wanted.includes(page);

for (const page of writtenPages().filter(isWanted)) {
  const text = withPrices(withConstants(regenerated(page, readPage(page))));
  writeFileSync(pathOf(page), words.includes('--replays') ? await replayed(page, text) : text);
}
for (const { page, text } of generatedPages().filter(({ page }) => isWanted(page))) {
  mkdirSync(dirname(pathOf(page)), { recursive: true });
  writeFileSync(pathOf(page), await text());
}

async function replayed(page: string, text: string): Promise<string> {
  const shown = page === BACKTEST_PAGE ? backtestShown(text) : (replayShownIn(page, text)?.text ?? text);
  return withFigures(page, shown);
}
