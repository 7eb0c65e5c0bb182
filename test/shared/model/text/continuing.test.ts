import { expect, test } from 'vitest';
import { continuing } from '../../../../shared/model/index.ts';

test.each([
  ['Every capacity pool is excluded', 'every capacity pool is excluded'],
  ['Nothing was launched', 'nothing was launched'],
  ['The image does not exist', 'the image does not exist'],
  ['Requests 5, target 3', 'Requests 5, target 3'],
  ['EC2 has no capacity', 'EC2 has no capacity'],
])('%s continues as %s', (sentence, continued) => {
  expect(continuing(sentence)).toBe(continued);
});
