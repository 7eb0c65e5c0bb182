import type { ListedWorker } from '../../instances/listed-worker.ts';
import type { DescribeRequest, Listing } from '../../provider-adapter.ts';
import type { Ec2Config } from '../format/config.ts';
import { endedWorker, hasEnded } from './ended.ts';
import { isMember, managed, member, UNKNOWN } from './managed.ts';

/** The listed workers of all groups. A group that is not asked for has no configuration. */
export function listingOf(
  groups: readonly DescribeRequest<Ec2Config>[],
  listed: readonly ListedWorker[],
  now: number,
): Listing {
  const configs = new Map(groups.map(({ group, config }) => [group, config]));
  const of = (group: string) => configs.get(group) ?? null;
  const others = listed.filter((worker) => !isMember(worker));
  const there = others.filter((worker) => !hasEnded(worker));
  return {
    workers: there.map((worker) => managed(worker, of(worker.group), UNKNOWN, now)),
    ended: others.filter(hasEnded).map(endedWorker),
    members: listed.filter(isMember).map((worker) => member(worker, of(worker.group), UNKNOWN, now)),
    errors: new Map(),
    notes: new Map(),
  };
}
