import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DIFFERENCES } from './differences.ts';

test('each difference names a test of a contract, also in a run that skips the contracts on moto', () => {
  const folder = join(import.meta.dirname, '..', 'contracts');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.contract.ts'),
  );
  const contracts = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const titles = Object.values(DIFFERENCES).flatMap((differences) => Object.keys(differences));
  expect(titles.filter((title) => !contracts.includes(`'${title}'`))).toEqual([]);
});
