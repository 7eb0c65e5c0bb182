import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from '../markdown.ts';
import { Replays } from '../shown/replays.ts';
import { COLOURS } from './colours.ts';
import { pictureOf } from './picture.ts';
import { linesOf } from './played.ts';
import { SCENES } from './scenes.ts';

// Draws the pictures of docs/explanation/choosing-a-rule.md: `node test/docs/pictures/make.ts`, or some of them by name.
const wanted = process.argv.slice(2);
const replays = new Replays('docs/explanation/choosing-a-rule.md');
const folder = pathOf('docs/pictures');
mkdirSync(folder, { recursive: true });
for (const scene of SCENES.filter(({ file }) => wanted.length === 0 || wanted.includes(file))) {
  const lines = linesOf(scene, replays);
  for (const [theme, colours] of Object.entries(COLOURS)) {
    const picture = pictureOf(scene, lines, replays.world(scene.world), colours);
    writeFileSync(join(folder, `${scene.file}-${theme}.svg`), picture);
  }
}
