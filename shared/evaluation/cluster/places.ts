import { groupedBy } from '../../model/index.ts';
import type { Description, Host, ManagedWorker } from '../../providers/index.ts';
import type { Known } from '../observe/known.ts';

export type Descriptions = ReadonlyMap<string, Description | Error>;

/** The description of a group; undefined if its provider cannot describe it. */
export function describedIn(descriptions: Descriptions, group: string): Description | undefined {
  const description = descriptions.get(group);
  return description instanceof Error ? undefined : description;
}

/** What runs on a machine and belongs to no group, under the name that the reasons give it. */
const OTHERS = 'services without a policy';

/**
 * The descriptions with what runs on the workers of each group: a worker with something on it is busy, and one with nothing
 * is idle, whatever it reports.
 */
export function withPlaces(
  { clusters, policies }: Pick<Known, 'clusters' | 'policies'>,
  descriptions: Descriptions,
): Descriptions {
  const placed = new Map(descriptions);
  for (const { groups } of clusters.values()) {
    const hosts = hostsOf(groups, descriptions);
    if (hosts.size === 0) continue;
    const running = runningOn(groups, descriptions, hosts);
    for (const group of groups.filter((each) => policies.get(each)?.tier === 'worker')) {
      const description = describedIn(descriptions, group);
      if (!description) continue;
      placed.set(group, { ...description, workers: description.workers.map((worker) => onto(worker, running)) });
    }
  }
  return placed;
}

/** The machines on which groups of a cluster run, by their ids. */
function hostsOf(groups: readonly string[], descriptions: Descriptions): ReadonlyMap<string, Host> {
  const placements = groups.flatMap((group) => describedIn(descriptions, group)?.placement?.hosts ?? []);
  return new Map(placements.map((host) => [host.id, host]));
}

type Running = ReadonlyMap<string, Readonly<Record<string, number>>>;

function runningOn(groups: readonly string[], descriptions: Descriptions, hosts: ReadonlyMap<string, Host>): Running {
  const placed = groups.flatMap((group) =>
    (describedIn(descriptions, group)?.workers ?? []).map((worker) => ({ group, worker })),
  );
  const byHost = groupedBy(placed, ({ worker }) => worker.host ?? '');
  return new Map(
    [...hosts.values()].map(({ id, running }) => {
      const own = byHost.get(id) ?? [];
      const counts = [...groupedBy(own, ({ group }) => group)].map(([group, some]) => [group, some.length] as const);
      const others = Math.max(0, running - own.length);
      return [id, Object.fromEntries([...counts, ...(others > 0 ? [[OTHERS, others] as const] : [])])];
    }),
  );
}

function onto(worker: ManagedWorker, running: Running): ManagedWorker {
  const runs = running.get(worker.id);
  if (!runs) return worker;
  return { ...worker, runs, busy: Object.keys(runs).length > 0 || worker.busy === true };
}
