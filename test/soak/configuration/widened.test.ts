import { expect, test } from 'vitest';
import { parseDeployable } from '../../../shared/policy/index.ts';
import { Chance } from '../faults/chance.ts';
import { REPLACING } from '../providers/replacing.ts';
import { configurationOf } from './randomized.ts';
import { widened } from './widened.ts';

test('every policy of a configuration is accepted', () => {
  const configurations = Array.from({ length: 300 }, (_, seed) => widened(configurationOf(new Chance(seed), 4), seed));
  const documents = configurations.flatMap(({ groups }) =>
    groups.flatMap(({ policies }) => policies.map(({ document }) => document)),
  );
  expect(documents.map((document) => parseDeployable(document)).filter(({ ok }) => !ok)).toEqual([]);
  expect(documents.some(({ guards }) => guards?.budget?.monthlyUsd)).toBe(true);
  const kinds = new Set(documents.flatMap(({ provider }) => provider?.kind ?? []));
  expect([...kinds].sort()).toEqual(['ec2', ...REPLACING].sort());
  expect(documents.some(({ rules }) => rules?.some(({ kind }) => kind === 'workers'))).toBe(true);
});
