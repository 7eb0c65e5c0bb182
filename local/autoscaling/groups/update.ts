import { AutoScalingError, inProgress } from '../errors.ts';
import { beginTermination } from '../members/terminate.ts';
import { type GroupSettings, isTerminating, type LaunchSource, type ScalingProcess } from '../model.ts';
import { checkSoon, groupOf, type State, second } from '../state.ts';
import { checkLaunchSource } from './launch-source.ts';
import { changeDesired, checkSizes } from './sizes.ts';
import { subnetsFor } from './subnets.ts';

export interface UpdateRequest {
  readonly name: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly desired: number | null;
  readonly launch: LaunchSource | null;
  readonly subnets: readonly string[] | null;
  readonly zones: readonly string[];
  /** Changes only the given fields. */
  readonly settings: Partial<GroupSettings>;
}

/**
 * If the request has no desired capacity, a minimum above it raises it, and a maximum below it lowers it.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
 */
export function updateGroup(state: State, request: UpdateRequest): void {
  const group = groupOf(state, request.name);
  if (group.deleting) throw inProgress('The group is being deleted.');
  const min = request.min ?? group.settings.min;
  const max = request.max ?? group.settings.max;
  const desired = request.desired ?? Math.min(Math.max(group.desired, min), max);
  checkSizes(min, max, desired);
  if (request.launch !== null) checkLaunchSource(state, request.launch);
  const subnets =
    request.subnets === null && request.zones.length === 0
      ? group.settings.subnets
      : subnetsFor(state, request.subnets, request.zones);
  const launch = request.launch ?? group.settings.launch;
  group.settings = { ...group.settings, ...request.settings, min, max, launch, subnets };
  const now = state.now();
  changeDesired(
    state,
    group,
    desired,
    `At ${second(now)} a user request update of AutoScalingGroup constraints to min: ${min}, max: ${max}, desired: ${desired} changing the desired capacity from ${group.desired} to ${desired}.`,
  );
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html */
export function deleteGroup(state: State, request: { name: string; force: boolean }): void {
  const group = groupOf(state, request.name);
  const members = [...group.members.values()];
  if (!request.force) {
    if (members.some(isTerminating) && members.every(isTerminating)) {
      throw inProgress(
        'You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.',
      );
    }
    if (members.length > 0) {
      throw new AutoScalingError(
        'ResourceInUse',
        'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
      );
    }
    if (group.checkAt !== null && group.desired > 0) {
      throw inProgress(
        'You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.',
      );
    }
    state.groups.delete(group.name);
    return;
  }
  const now = state.now();
  group.deleting = true;
  group.desired = 0;
  group.checkAt = null;
  const cause = `At ${second(now)} a user request deleted AutoScalingGroup changing the desired capacity to 0.`;
  for (const member of members) if (!isTerminating(member)) beginTermination(state, group, member, now, cause);
  if (members.length === 0) state.groups.delete(group.name);
}

/** Suspends or resumes the named processes, or all of them if the request names none. */
export function setSuspended(
  state: State,
  request: { name: string; processes: readonly ScalingProcess[]; on: boolean },
): void {
  const group = groupOf(state, request.name);
  for (const process of request.processes) {
    if (request.on) group.suspended.add(process);
    else group.suspended.delete(process);
  }
  if (!request.on) checkSoon(state, group, state.now(), `At ${second(state.now())} processes were resumed.`);
}
