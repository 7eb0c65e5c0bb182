import { writeFileSync } from 'node:fs';
import { withConstants } from './constants.ts';
import { regenerated } from './examples.ts';
import { withFigures } from './figures.ts';
import { pages, pathOf, readPage } from './markdown.ts';
import { replayShownIn } from './shown-replays.ts';

// Writes the outcomes of the pages' examples and replays afresh: `node test/docs/regenerate.ts`, or of some pages by path.
const wanted = process.argv.slice(2);
for (const page of pages().filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const text = withConstants(regenerated(page, readPage(page)));
  writeFileSync(pathOf(page), await withFigures(page, replayShownIn(page, text)?.text ?? text));
}
