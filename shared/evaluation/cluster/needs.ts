import { type Reason, unitsOf, weightOf } from '../../model/index.ts';
import type { Observation } from '../../policy/index.ts';
import type { Host, Resources } from '../../providers/index.ts';
import { because } from '../because.ts';
import { type Bin, fits, packed } from './packing.ts';
import { type Reserved, reservedBy, reservesOf, withUnlisted } from './reserved.ts';
import { isNothing, least, minus, NOTHING, plus, shareOfWhole, sumOf, times } from './resources.ts';
import type { Above, Under } from './tiers.ts';

export interface Needs {
  readonly cluster: NonNullable<Observation['cluster']>;
  readonly notes: readonly Reason[];
}

/** How much the groups above want together, where they need no place of this group. */
export function countedNeeds(above: readonly Above[]): Needs {
  const wanted = above.reduce((sum, each) => sum + (each.wanted ?? 0), 0);
  const serving = above.map(({ wanted: most, workers, staying }) =>
    Math.min(most ?? 0, unitsOf(workers.filter(({ id, serving: serves }) => serves && staying.has(id)))),
  );
  const pending = wanted - serving.reduce((sum, each) => sum + each, 0);
  return { cluster: { desired: wanted, pending, ...givingBack(above) }, notes: [] };
}

export function givingBack(above: readonly Above[]): Pick<Needs['cluster'], 'givingBack'> {
  const shrinking = above.filter(({ givesBack }) => givesBack > 0);
  if (shrinking.length === 0) return {};
  return { givingBack: shrinking.map(({ group, givesBack }) => ({ group, workers: givesBack })) };
}

/**
 * What the groups above need of each worker group, by CPU and memory. What has no place yet is given to one group after the
 * other, those first that have machines already.
 */
export function placedNeeds(above: readonly Above[], under: readonly Under[]): ReadonlyMap<string, Needs> {
  const hosts = new Map(
    above.flatMap(({ placement }) => (placement?.hosts ?? []).map((host) => [host.id, host] as const)),
  );
  const known = withUnlisted(above, hosts);
  const reserved = reservedBy(known);
  const shares = under.map((each) => shareOf(each, hosts, reserved));
  const back = givingBack(above);
  let unplaced: readonly Unplaced[] = known.flatMap((each) => unplacedOf(each, hosts));
  const needs = new Map<string, Needs>();
  for (const share of shares.toSorted((one, other) => Number(other.empty !== null) - Number(one.empty !== null))) {
    const { found, left } = needsOf(share, unplaced);
    needs.set(share.under.group, { ...found, cluster: { ...found.cluster, ...back } });
    unplaced = left;
  }
  return needs;
}

/** A worker that has no place. */
interface Unplaced extends Resources {
  readonly group: string;
}

function unplacedOf(above: Above, hosts: ReadonlyMap<string, Host>): Unplaced[] {
  const { group, wanted, workers, staying, placement } = above;
  if (!placement || wanted === null) return [];
  const on = workers.filter(({ id, host }) => staying.has(id) && host !== undefined && hosts.has(host)).length;
  return Array.from({ length: Math.max(0, wanted - on) }, () => ({ ...reservesOf(above), group }));
}

/** A worker group as it is when only what stays is on its workers. */
interface Share {
  readonly under: Under;
  /** In units of capacity. */
  readonly live: number;
  /** The room of an empty worker; null if none shows it. */
  readonly empty: (Resources & { readonly weight: number }) | null;
  readonly bins: readonly Bin[];
  readonly reserved: Resources;
  readonly registered: Resources;
}

function shareOf(under: Under, hosts: ReadonlyMap<string, Host>, reserved: ReadonlyMap<string, Reserved>): Share {
  const workers = under.workers.filter(({ id }) => !under.draining.has(id));
  const own = workers
    .flatMap((worker) => {
      const host = hosts.get(worker.id);
      return host ? [{ ...host, weight: weightOf(worker) }] : [];
    })
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const used = own.map((host) => {
    const { all, staying } = reserved.get(host.id) ?? { all: NOTHING, staying: NOTHING };
    return { host, staying, others: minus(minus(host, host.free), all) };
  });
  // What runs on every machine takes the same from a new one.
  const daemons = own.some(({ hasDaemons }) => hasDaemons) ? least(used.map(({ others }) => others)) : NOTHING;
  const weight = Math.min(...own.map((host) => host.weight));
  const empty = own.length === 0 ? null : { ...minus(least(own), daemons), weight };
  const bins = used.map(({ host, staying, others }): Bin => {
    // One that somebody has closed is there and has no room.
    const isUsed = host.isClosed || !isNothing(staying) || !isNothing(minus(others, daemons));
    return { ...(host.isOpen ? minus(host, plus(staying, others)) : NOTHING), isUsed, weight: host.weight };
  });
  // One that has not registered is as much larger than the smallest as it weighs more.
  const room = (units: number): Resources => (empty ? times(empty, units / empty.weight) : NOTHING);
  const unregistered = workers.filter(({ id }) => !hosts.has(id)).map(weightOf);
  const booting = [...unregistered, ...Array.from({ length: under.ordered }, () => 1)].map(
    (units): Bin => ({ ...room(units), weight: units, isUsed: false }),
  );
  return {
    under,
    empty,
    live: unitsOf(workers) + under.ordered,
    // Those in use first, so that others stay empty.
    bins: [...bins.toSorted((one, other) => Number(other.isUsed) - Number(one.isUsed)), ...booting],
    reserved: sumOf(used.flatMap(({ staying, others }) => [staying, others])),
    registered: sumOf(own),
  };
}

function needsOf(share: Share, unplaced: readonly Unplaced[]): { found: Needs; left: readonly Unplaced[] } {
  const { under, live, empty, bins, reserved, registered } = share;
  if (empty === null) {
    // The first worker shows how large it is.
    const desired = unplaced.length === 0 ? 0 : Math.max(1, live);
    return { found: { cluster: { desired, pending: unplaced.length }, notes: [] }, left: [] };
  }
  const canBePlaced = (item: Unplaced): boolean => fits(item, empty) || bins.some((bin) => fits(item, bin));
  const placeable = unplaced.filter(canBePlaced);
  const tooLarge = unplaced.filter((item) => !canBePlaced(item));
  const { used, left } = packed(placeable, bins, empty, Math.max(under.most, unitsOf(bins)));
  const rest = new Set(left);
  const taken = placeable.filter((item) => !rest.has(item));
  const percent = 100 * shareOfWhole(plus(reserved, sumOf(taken)), registered);
  const groups = [...new Set(tooLarge.map(({ group }) => group))].sort();
  return {
    found: {
      cluster: { desired: used, pending: taken.length, reserved: Math.round(percent * 1000) / 1000 },
      notes: groups.map((group) =>
        because['cluster-too-large']({ group, workers: tooLarge.filter((each) => each.group === group).length }),
      ),
    },
    left,
  };
}
