import { expect, test } from 'vitest';
import { closeTo } from '../../../../shared/model/index.ts';

test.each([
  ['wbe', 'web'],
  ['metrcis', 'metrics'],
  ['Traget', 'target'],
  ['x', null],
  ['bew', null],
])('%s is meant to be %s', (written, name) => {
  expect(closeTo(written, ['web', 'metrics', 'target'])).toBe(name);
});
