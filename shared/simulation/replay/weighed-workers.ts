import { type Worker, weightOf } from '../../model/index.ts';

/** `busy`: units of capacity that work, if the workers report it. The tasks are with those that have been there for longest. */
export function weighedWorkers(workers: readonly Worker[], busy: number | null): Worker[] {
  if (busy === null) return [...workers];
  let before = 0;
  return workers.map((worker) => {
    const isReporting = worker.state === 'ready' || worker.state === 'warming';
    const at = before;
    before += weightOf(worker);
    return isReporting ? { ...worker, busy: at < busy } : worker;
  });
}
