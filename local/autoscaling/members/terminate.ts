import { startActivity } from '../activities.ts';
import { inProgress, invalid } from '../errors.ts';
import { type Activity, type Group, isCapacity, isTerminating, type Member } from '../model.ts';
import { checkSoon, newUuid, type State, second } from '../state.ts';
import { memberAnywhere, membersIn } from './find.ts';

export interface TerminateRequest {
  readonly id: string | null;
  readonly ids: readonly string[];
  readonly group: string | null;
  readonly decrement: boolean;
}

/**
 * Scale-in protection does not apply to this call. With `decrement`, it fails if the group would fall below its minimum;
 * without it, the group launches a replacement.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-protection.html
 */
export function terminateMembers(state: State, request: TerminateRequest): Activity[] {
  const { id, ids, decrement } = request;
  if ((id === null) === (ids.length === 0)) throw invalid('You must specify either InstanceId or InstanceIds.');
  if (id === null && request.group === null) throw invalid('InstanceIds needs AutoScalingGroupName.');
  const { group, members } =
    id === null
      ? membersIn(state, request.group ?? '', ids)
      : (({ group, member }) => ({ group, members: [member] }))(memberAnywhere(state, id));
  if (request.group !== null && group.name !== request.group) {
    throw invalid(`The instance ${id} is not part of Auto Scaling group ${request.group}.`);
  }
  for (const { id: one, state: lifecycle, activity } of members) {
    if (lifecycle.startsWith('Terminating') || lifecycle === 'Detaching' || lifecycle === 'EnteringStandby') {
      throw inProgress(`Scaling activity ${activity?.id} is in progress and blocks this action`);
    }
    // AWS does not document this case. Entering standby already released the capacity, so there is nothing to decrement.
    if (lifecycle === 'Standby' && decrement) throw invalid(`The instance ${one} is not in InService or Pending.`);
  }
  const { min } = group.settings;
  const units = members.filter(isCapacity).reduce((sum, { weight }) => sum + weight, 0);
  if (decrement && group.desired - units < min) {
    throw invalid(
      group.desired === min
        ? `Currently, desiredSize equals minSize (${min}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`
        : `Terminating ${members.length} instances without replacement will violate group's min size constraint (${min}).`,
    );
  }
  const now = state.now();
  return members.map((member) => {
    const before = group.desired;
    if (decrement) group.desired -= member.weight;
    const changed = decrement ? `, shrinking the capacity from ${before} to ${group.desired}` : '';
    const cause = `At ${second(now)} instance ${member.id} was taken out of service in response to a user request${changed}.`;
    const activity = beginTermination(state, group, member, now, cause);
    checkSoon(state, group, now, cause);
    return activity;
  });
}

/** Terminates the instance after its lifecycle hooks have completed. */
export function beginTermination(state: State, group: Group, member: Member, at: number, cause: string): Activity {
  const activity = startActivity(state, group, at, {
    description: `Terminating EC2 instance: ${member.id}`,
    cause,
    ...(member.subnetId && { subnetId: member.subnetId, zone: member.zone }),
  });
  if (member.activity !== null && member.activity.endedAt === null && !isTerminating(member)) {
    member.activity.endedAt = at;
    member.activity.status = 'Cancelled';
  }
  member.activity = activity;
  member.since = at;
  const hook = [...group.hooks.values()].find(({ transition }) => transition === 'terminating');
  const ended = state.ec2.find(member.id)?.endedAt ?? null;
  if (hook !== undefined && ended === null) {
    member.state = 'Terminating:Wait';
    member.wait = { hook: hook.name, token: newUuid(), until: at + hook.heartbeat * 1000 };
    activity.status = 'MidLifecycleAction';
  } else {
    member.state = 'Terminating';
    member.wait = null;
    state.ec2.endForService(member.id, at);
  }
  return activity;
}
