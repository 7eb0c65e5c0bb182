import type { Reason } from '../../model/index.ts';
import { TAG } from '../../names/index.ts';
import type { SeenInstance } from '../ec2/api/seen-instance.ts';
import { type DescribedGroup, type GroupMember, isCapacity, orderedBy, stageOf } from './described-group.ts';
import { because } from './reasons.ts';

/** A worker of the group, from what Auto Scaling and EC2 say of it. */
export interface GroupWorker {
  readonly id: string;
  readonly state: 'pending' | 'running';
  /** ms since the epoch. */
  readonly launchedAt: number;
  readonly instanceType: string;
  readonly market: 'spot' | 'on-demand';
  readonly zone: string;
  /** Null: it does not drain. */
  readonly drainingUntil: number | null;
  /** By scale-in protection, or by the tag `headcount:protected`. */
  readonly protected: boolean;
  /** Null: the worker does not report it. */
  readonly busy: boolean | null;
  readonly drained: boolean;
  /** The group found it unhealthy, and replaces it itself. */
  readonly unhealthy: boolean;
}

export interface GroupSight {
  readonly workers: readonly GroupWorker[];
  /** Capacity that is requested and has no instance yet. */
  readonly ordered: number;
  readonly bounds: { readonly min: number; readonly max: number };
  /** What an operator should know of the group. */
  readonly notes: readonly Reason[];
}

/**
 * What the group has. `instances` are EC2's descriptions by id: they have the launch time, the purchase option and the
 * tags. A member that EC2 does not show yet was launched a moment ago, at `now`.
 */
export function sightOf(group: DescribedGroup, instances: ReadonlyMap<string, SeenInstance>, now: number): GroupSight {
  return {
    workers: group.members.filter(isCapacity).map((member) => workerOf(member, instances.get(member.id), now)),
    ordered: orderedBy(group),
    bounds: { min: group.min, max: group.max },
    notes: notesOn(group),
  };
}

function workerOf(member: GroupMember, instance: SeenInstance | undefined, now: number): GroupWorker {
  const tags = instance?.tags ?? {};
  return {
    id: member.id,
    state: stageOf(member) === 'booting' ? 'pending' : 'running',
    launchedAt: instance?.launchedAt ?? now,
    instanceType: member.instanceType,
    market: instance?.lifecycle === 'spot' ? 'spot' : 'on-demand',
    zone: member.zone,
    drainingUntil: drainingUntil(tags[TAG.drainingUntil]),
    protected: member.protected || isSet(tags[TAG.protected]) === true,
    busy: isSet(tags[TAG.busy]),
    drained: isSet(tags[TAG.drained]) === true,
    unhealthy: !member.healthy,
  };
}

function notesOn(group: DescribedGroup): Reason[] {
  const { name } = group;
  const notes: Reason[] = [];
  if (group.deleting) notes.push(because['group-deleting']({ name }));
  if (group.weighted) notes.push(because['group-counts-units']({ name }));
  if (group.suspended.includes('Launch')) notes.push(because['group-launch-suspended']({ name }));
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
