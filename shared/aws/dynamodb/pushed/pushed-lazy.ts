import { once } from '../../../model/index.ts';
import type { PushedValues } from '../../../sources/index.ts';
import type { Table } from '../table.ts';

/** Pushed values, whose code is loaded with the first of them: most evaluations read none. */
export function lazyPushedValues(table: Table): PushedValues {
  const values = once(async () => (await import('./pushed-values.ts')).pushedValues(table));
  return {
    put: async (...args) => (await values()).put(...args),
    read: async (...args) => (await values()).read(...args),
  };
}
