import { once } from './once.ts';

const all: (() => Promise<unknown>)[] = [];

/**
 * A module that is loaded at the first call, and kept, because asking Node again for a loaded module takes longer than most
 * calls of its functions. For constants of modules only: each one is remembered as long as the process runs.
 */
export function lazyModule<T>(load: () => Promise<T>): () => Promise<T> {
  const module = once(load);
  all.push(module);
  return module;
}

/**
 * Loads every lazy module that the loaded ones may need, and those that these may need. After that, no first call takes longer
 * than later ones. A simulation needs this, because its run may not depend on what its process did before.
 */
export async function loadLazyModules(): Promise<void> {
  // Modules that are loaded here add their own to the list.
  for (const module of all) await module();
}
