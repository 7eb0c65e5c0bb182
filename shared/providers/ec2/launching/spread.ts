import { unitsOf } from '../../../model/index.ts';
import type { LaunchingWorker, ManagedWorker } from '../../worker.ts';

/**
 * How much capacity the zone of each subnet has, with what is launched and not listed yet. A worker in another
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
    ...workers.map(({ zone, details, weight }) => {
      return { place: own.has(details.subnet ?? '') ? details.subnet : subnetOf.get(zone), weight };
    }),
    ...launching,
  ];
  return Object.fromEntries(subnets.map((subnet) => [subnet, unitsOf(places.filter(({ place }) => place === subnet))]));
}
