import { lazyModule, once } from '../../../model/index.ts';
import type { KnownWorkers } from './known-workers.ts';

const knownWorkers = lazyModule(() => import('./known-workers.ts'));

/** What a process remembers of workers: loaded while the first calls of an evaluation wait for their answers. */
export const remembersWorkers = (): (() => Promise<KnownWorkers>) =>
  once(async () => new (await knownWorkers()).KnownWorkers());
