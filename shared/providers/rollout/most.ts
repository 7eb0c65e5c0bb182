import { groupedBy } from '../../model/index.ts';
import type { ManagedWorker } from '../worker.ts';

/**
 * The workers of the version that most have; of two such versions, those of the one with the newest worker. `keyOf`: what
 * their launches used; null if that is not known. Empty if nothing is known of any.
 */
export function mostOf(
  workers: readonly ManagedWorker[],
  keyOf: (worker: ManagedWorker) => string | null,
): readonly ManagedWorker[] {
  const known = workers.filter((worker) => keyOf(worker) !== null);
  const newest = (some: readonly ManagedWorker[]) => Math.max(...some.map(({ launchedAt }) => launchedAt));
  const [most = []] = [...groupedBy(known, keyOf).values()].toSorted(
    (one, other) => other.length - one.length || newest(other) - newest(one),
  );
  return most;
}
