import { groupedBy } from '../../model/index.ts';
import type { Host, Resources } from '../../providers/index.ts';
import { fits } from './packing.ts';
import { minus, NOTHING, plus } from './resources.ts';
import type { Above, PlacedWorker } from './tiers.ts';

/** What the groups above reserve on a machine, and what of it stays. */
export interface Reserved {
  readonly all: Resources;
  readonly staying: Resources;
}

/** By the ids of the machines. */
export function reservedBy(above: readonly Above[]): ReadonlyMap<string, Reserved> {
  const reserved = new Map<string, Reserved>();
  for (const { workers, staying, placement } of above) {
    for (const { id, host } of workers) {
      const own = placement?.workers.get(id);
      if (host === undefined || !own) continue;
      const before = reserved.get(host) ?? { all: NOTHING, staying: NOTHING };
      const stays = staying.has(id) ? plus(before.staying, own) : before.staying;
      reserved.set(host, { all: plus(before.all, own), staying: stays });
    }
  }
  return reserved;
}

/**
 * The groups with those of their workers that run on a machine and that no list shows yet. Without this, such a worker would
 * take a place like one of a service without a policy, and ask for another one.
 */
export function withUnlisted(above: readonly Above[], hosts: ReadonlyMap<string, Host>): readonly Above[] {
  if (above.every(({ placement }) => !placement?.unlisted)) return above;
  const reserved = reservedBy(above);
  const listed = groupedBy(
    above.flatMap(({ workers }) => workers),
    ({ host = '' }) => host,
  );
  const rooms = [...hosts.values()].map((host) => ({
    host: host.id,
    count: host.running - (listed.get(host.id)?.length ?? 0),
    others: minus(minus(host, host.free), reserved.get(host.id)?.all ?? NOTHING),
  }));
  return above.map((each) => {
    const [unlisted, reserves] = [each.placement?.unlisted ?? 0, reservesOf(each)];
    const added: PlacedWorker[] = [];
    for (const room of rooms) {
      while (added.length < unlisted && room.count > 0 && fits(reserves, room.others)) {
        room.count -= 1;
        room.others = minus(room.others, reserves);
        added.push({ id: `unlisted ${added.length}`, host: room.host, serving: false });
      }
    }
    return added.length === 0 ? each : withAdded(each, added, reserves);
  });
}

/** What one more worker of the group reserves. */
export function reservesOf({ placement }: Above): Resources {
  const [first = NOTHING] = placement?.workers.values() ?? [];
  return placement?.each ?? first;
}

function withAdded(each: Above, added: readonly PlacedWorker[], reserves: Resources): Above {
  const ids = added.map(({ id }) => id);
  const { workers, staying, placement } = each;
  return {
    ...each,
    workers: [...workers, ...added],
    staying: new Set([...staying, ...ids]),
    placement: placement && {
      ...placement,
      workers: new Map([...placement.workers, ...ids.map((id) => [id, reserves] as const)]),
    },
  };
}
