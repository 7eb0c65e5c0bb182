import { createHash } from 'node:crypto';

interface Known {
  readonly id: string;
  readonly launchedAt?: number | undefined;
}

/**
 * Identifies a removal: the same for every repetition. A worker that got the id of an earlier one was launched later, so its
 * removal is another one. `there`: the workers that the group has.
 */
export function removalKey(
  name: string,
  there: readonly Known[],
  workers: readonly string[],
  evenBusy: boolean,
): string {
  const launched = new Map(there.map(({ id, launchedAt }) => [id, launchedAt ?? null]));
  const removed = workers.toSorted().map((own) => [own, launched.get(own) ?? null]);
  return createHash('sha256')
    .update(JSON.stringify([name, removed, evenBusy]))
    .digest('hex')
    .slice(0, 32);
}
