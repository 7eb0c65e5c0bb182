import { expect, test } from 'vitest';
import { lazyModule, loadLazyModules } from '../../../../shared/model/index.ts';

test('all lazy modules are loaded, also those of a module that is only loaded now, and each one once', async () => {
  const loaded: string[] = [];
  const outer = lazyModule(async () => {
    loaded.push('outer');
    lazyModule(async () => loaded.push('inner'));
  });
  expect(loaded).toEqual([]);
  await loadLazyModules();
  await loadLazyModules();
  await outer();
  expect(loaded).toEqual(['outer', 'inner']);
});
