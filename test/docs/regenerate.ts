import { writeFileSync } from 'node:fs';
import { regenerated } from './examples.ts';
import { pages, pathOf, readPage } from './markdown.ts';

// Writes the outcomes of the pages' examples afresh: `node test/docs/regenerate.ts`.
for (const page of pages()) writeFileSync(pathOf(page), regenerated(page, readPage(page)));
