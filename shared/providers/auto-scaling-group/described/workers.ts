import type { Reason } from '../../../model/index.ts';
import { TAG } from '../../../names/index.ts';
import type { SeenInstance } from '../../ec2/api/seen-instance.ts';
import type { ManagedWorker } from '../../worker.ts';
import { because } from '../reasons.ts';
import { type DescribedGroup, type GroupMember, isCapacity, stageOf } from './group.ts';

/**
 * The workers of a group: its members that are capacity. `instances` are EC2's descriptions by id: they have the launch
 * time, the purchase option and the tags. A member that EC2 does not show yet was launched a moment ago, at `now`.
 */
export const workersOf = (
  owner: Owner,
  described: DescribedGroup,
  instances: ReadonlyMap<string, SeenInstance>,
  now: number,
): ManagedWorker[] =>
  described.members.filter(isCapacity).map((member) => workerOf(owner, member, instances.get(member.id), now));

/** The worker group whose policy names the Auto Scaling group. */
export interface Owner {
  readonly group: string;
  /** Seconds that a member may take until it is in service. */
  readonly bootTimeout: number;
}

function workerOf(
  { group, bootTimeout }: Owner,
  member: GroupMember,
  instance: SeenInstance | undefined,
  now: number,
): ManagedWorker {
  const tags = instance?.tags ?? {};
  const launchedAt = instance?.launchedAt ?? now;
  const isOverdue = stageOf(member) === 'booting' && now - launchedAt >= bootTimeout * 1000;
  const unhealthy = unhealthyBecause(member, instance) ?? (isOverdue ? because['group-boot-timeout']({}) : null);
  const market = instance?.lifecycle === 'spot' ? 'spot' : 'on-demand';
  return {
    id: member.id,
    group,
    launchedAt,
    zone: member.zone,
    drainingUntil: drainingUntil(tags[TAG.drainingUntil]),
    // By scale-in protection, or by the tag.
    protected: member.protected || isSet(tags[TAG.protected]) === true,
    busy: isSet(tags[TAG.busy]),
    drained: isSet(tags[TAG.drained]) === true,
    unhealthy,
    serving: stageOf(member) === 'in-service' && unhealthy === null,
    details: { instanceType: member.instanceType, market, lifecycle: member.lifecycle },
  };
}

const ENDED = new Set(['shutting-down', 'terminated', 'stopping', 'stopped']);

/** The group replaces them; until it notices that an instance has ended, EC2 knows more. */
function unhealthyBecause(member: GroupMember, instance: SeenInstance | undefined): Reason | null {
  if (instance !== undefined && ENDED.has(instance.state)) return because['group-member-ended']({});
  return member.healthy ? null : because['group-member-unhealthy']({});
}

/** What keeps a group from being resized. */
export function notesOn({ name, deleting, weighted, suspended }: DescribedGroup): Reason[] {
  const notes: Reason[] = [];
  if (deleting) notes.push(because['group-deleting']({ name }));
  if (weighted) notes.push(because['group-counts-units']({ name }));
  if (suspended.includes('Launch')) notes.push(because['group-launch-suspended']({ name }));
  return notes;
}

/** Any value but `false` is on. */
const isSet = (value: string | undefined): boolean | null => (value === undefined ? null : value !== 'false');

/** A tag that is no time (somebody wrote it by hand) still means draining, from the start. */
function drainingUntil(tag: string | undefined): number | null {
  if (tag === undefined) return null;
  const until = Date.parse(tag);
  return Number.isNaN(until) ? 0 : until;
}
