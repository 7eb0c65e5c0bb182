import { expect, test } from 'vitest';
import { ERROR_CATALOGS } from '../../cli/errors/index.ts';
import { apiReasons } from '../../shared/api/index.ts';

const all = [...ERROR_CATALOGS, apiReasons].flatMap((catalog) => Object.entries(catalog));

test.each(all)('the error %s says what to do about it', (_, definition) => {
  expect((definition as { remedy?: unknown }).remedy).toBeTypeOf('function');
});
