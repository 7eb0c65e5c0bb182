import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';

// `npm run mutation -- --mutate "$(node test/runner/sampled-lines.ts shared/policy 10 1)"`: changes a random tenth of the
// lines of a folder, where all of them would take hours. The arguments are folders separated by commas, the
// number of lines of which one is chosen, and a seed. Changes that span several lines, such as an emptied function, are left out.
const [folders = '', oneOf = '10', seed = '1'] = process.argv.slice(2);

const isChosen = (place: string): boolean =>
  createHash('sha256').update(`${seed} ${place}`).digest().readUInt32BE() % Number(oneOf) === 0;

const places = folders
  .split(',')
  .flatMap((folder) => globSync(`${folder}/**/*.ts`).sort())
  .flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((_, index) => `${file}:${index + 1}-${index + 1}`),
  );

process.stdout.write(places.filter(isChosen).join(','));
