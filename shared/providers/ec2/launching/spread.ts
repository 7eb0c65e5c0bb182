import type { LaunchingWorker, ManagedWorker } from '../../worker.ts';

/**
 * How many workers the zone of each subnet has, those that are launched and not listed yet among them. A worker in another
 * subnet of the zone counts as well, once some worker has shown which zone a subnet is in.
 */
export function workersBySubnet(
  subnets: readonly string[],
  workers: readonly ManagedWorker[],
  launching: readonly LaunchingWorker[],
): Readonly<Record<string, number>> {
  const own = new Set(subnets);
  const subnetOf = new Map<string, string>();
  for (const { zone, details } of workers) {
    const subnet = details.subnet ?? '';
    if (own.has(subnet)) subnetOf.set(zone, subnet);
  }
  const places = [
    ...workers.map(({ zone, details }) => (own.has(details.subnet ?? '') ? details.subnet : subnetOf.get(zone))),
    ...launching.map(({ place }) => place),
  ];
  return Object.fromEntries(subnets.map((subnet) => [subnet, places.filter((place) => place === subnet).length]));
}
