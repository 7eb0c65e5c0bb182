import { expect, test } from 'vitest';
import { median } from '../../bench/benchmark.ts';
import { sizesOf } from '../../bench/cold/sizes.ts';
import { observationsFor, policyWith } from '../../bench/decide/cases.ts';
import { decide } from '../../shared/decision/index.ts';

test('the median is the middle value, or the mean of the two middle values', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 100, 2])).toBe(3);
});

test('a cold start reads the entry and its static imports; the rest is loaded on demand', () => {
  const imports = (path: string, kind: 'import-statement' | 'dynamic-import') => ({ path, kind });
  const output = (bytes: number, ...imported: ReturnType<typeof imports>[]) => ({
    bytes,
    imports: imported,
    inputs: {},
    exports: [],
  });
  const outputs = {
    'out/index.mjs': output(100, imports('out/a.mjs', 'import-statement'), imports('out/lazy.mjs', 'dynamic-import')),
    'out/a.mjs': output(10, imports('out/b.mjs', 'import-statement')),
    'out/b.mjs': output(1, imports('out/a.mjs', 'import-statement')),
    'out/lazy.mjs': output(5000, imports('out/b.mjs', 'import-statement')),
  };
  expect(sizesOf({ outputs })).toEqual({ atStart: 111, later: 5000 });
});

test('the measured decisions include every kind', () => {
  const policy = policyWith(1);
  const decisions = observationsFor(policy).map((observation) => decide(policy, observation));
  expect(decisions.filter(({ direction }) => direction === 'out')).toHaveLength(1);
  expect(decisions.filter(({ blockedBy }) => blockedBy === 'stabilization')).toHaveLength(1);
  expect(decisions.filter(({ blockedBy }) => blockedBy === 'missing-data')).toHaveLength(1);
  expect(decisions.filter(({ proposal, current }) => proposal === current)).toHaveLength(7);
  expect(policyWith(20).rules).toHaveLength(20);
});
