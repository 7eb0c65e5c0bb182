import { expect, test } from 'vitest';
import { CATALOGS } from '../../../shared/presentation/index.ts';

test('a code has one meaning: no two catalogs define it', () => {
  const catalogs = new Map<string, Set<object>>();
  for (const catalog of CATALOGS) {
    for (const [code, definition] of Object.entries(catalog)) {
      catalogs.set(code, new Set([...(catalogs.get(code) ?? []), definition]));
    }
  }
  const shared = [...catalogs].filter(([, definitions]) => definitions.size > 1).map(([code]) => code);
  // An evaluation and a conditional write fail for the same reason.
  expect(shared).toEqual(['policy-changed']);
});
