import type { Reason } from '../../../model/index.ts';
import { type SeenInstance, workerOf as taggedWorker } from '../../instances/seen-instance.ts';
import { isReadyBy, type ReportSettings, reportsOf, SILENT, silenceOf } from '../../reports/index.ts';
import type { ManagedWorker } from '../../worker.ts';
import { because } from '../because.ts';
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
export interface Owner extends ReportSettings {
  readonly group: string;
  /** Seconds that a member may take until it is in service. */
  readonly bootTimeout: number;
}

function workerOf(owner: Owner, member: GroupMember, instance: SeenInstance | undefined, now: number): ManagedWorker {
  const tagged = instance && taggedWorker(instance);
  const launchedAt = tagged?.launchedAt ?? now;
  const reported = reportsOf(tagged?.reported ?? SILENT, now);
  const isUp = stageOf(member) === 'in-service';
  const isOverdue = !isUp && now - launchedAt >= owner.bootTimeout * 1000;
  const unhealthy =
    unhealthyBecause(member, instance) ??
    (isOverdue ? because['group-boot-timeout']({ seconds: owner.bootTimeout }) : null) ??
    silenceOf({ launchedAt, reported, isUp }, owner, now);
  return {
    id: member.id,
    group: owner.group,
    launchedAt,
    zone: member.zone,
    drainingUntil: tagged?.drainingUntil ?? null,
    // By scale-in protection, or by the tag.
    protected: member.protected || tagged?.protected === true,
    busy: tagged?.busy ?? null,
    reported,
    drained: tagged?.drained === true,
    unhealthy,
    serving: isUp && isReadyBy(owner, reported) && unhealthy === null,
    details: {
      instanceType: member.instanceType,
      market: tagged?.market ?? 'on-demand',
      lifecycle: member.lifecycle,
      ...(member.template && { template: member.template.id, version: member.template.version }),
    },
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
