import { expect, test } from 'vitest';
import { once } from '../../../../shared/model/index.ts';

test('what is loaded is loaded once, also while it is being loaded', async () => {
  let loads = 0;
  const load = once(async () => ++loads);
  expect(await Promise.all([load(), load()])).toEqual([1, 1]);
  expect(await load()).toBe(1);
});

test('what could not be loaded is loaded again at the next call', async () => {
  let loads = 0;
  const load = once(async () => {
    loads += 1;
    if (loads === 1) throw new Error('not now');
    return loads;
  });
  await expect(load()).rejects.toThrow('not now');
  expect(await load()).toBe(2);
});
