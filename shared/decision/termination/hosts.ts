import type { Worker } from '../../model/index.ts';

/** How many workers of other groups run on a worker. */
const runningOn = ({ runs }: Pick<Worker, 'runs'>): number =>
  runs === undefined ? 0 : Object.values(runs).reduce((sum, each) => sum + each, 0);

/** Whether a worker does something that its end would interrupt. */
export const isOccupied = (worker: Pick<Worker, 'runs'> & { readonly busy?: boolean | null | undefined }): boolean =>
  worker.busy === true || runningOn(worker) > 0;

/** What runs on the workers of a group, of which other groups; null if nothing does. */
export function runningIn(workers: readonly Worker[]) {
  const hosts = workers.filter((worker) => worker.state !== 'draining' && runningOn(worker) > 0);
  if (hosts.length === 0) return null;
  const groups = [...new Set(hosts.flatMap(({ runs = {} }) => Object.keys(runs)))].sort();
  return { groups, workers: hosts.length, running: hosts.reduce((sum, worker) => sum + runningOn(worker), 0) };
}

/** From the host with the fewest workers left, each time, so that hosts become empty; the oldest worker first. */
export function emptyingHosts(byAge: readonly Worker[], remaining: readonly Worker[]): string[] {
  const left = new Map<string, number>();
  for (const { host = '' } of remaining) left.set(host, (left.get(host) ?? 0) + 1);
  // A worker without a host gives back what it has not got yet.
  const rank = ({ host }: Worker) => (host === undefined ? 0 : (left.get(host) ?? 0));
  return byAge
    .toSorted(
      (one, other) =>
        rank(one) - rank(other) || ((one.host ?? '') < (other.host ?? '') ? -1 : one.host === other.host ? 0 : 1),
    )
    .map(({ id }) => id);
}
