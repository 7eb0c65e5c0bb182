import type { ListedWorker } from '../../instances/listed-worker.ts';
import type { DescribeRequest, Listing } from '../../provider-adapter.ts';
import type { Ec2Config } from '../format/config.ts';
import { endedWorker } from './ended.ts';
import { managed, member, UNKNOWN } from './managed.ts';
import { separated } from './separated.ts';

/** The listed workers of all groups. A group that is not asked for has no configuration. */
export function listingOf(
  groups: readonly DescribeRequest<Ec2Config>[],
  listed: readonly ListedWorker[],
  now: number,
): Listing {
  const configs = new Map(groups.map(({ group, config }) => [group, config]));
  const of = (group: string) => configs.get(group) ?? null;
  const { present, ended, members } = separated(listed);
  return {
    workers: present.map((worker) => managed(worker, of(worker.group), UNKNOWN, now)),
    ended: ended.map(endedWorker),
    members: members.map((worker) => member(worker, of(worker.group), UNKNOWN, now)),
    errors: new Map(),
    notes: new Map(),
  };
}
