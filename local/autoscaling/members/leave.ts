import { startActivity } from '../activities.ts';
import { invalid } from '../errors.ts';
import type { Activity, Group, Member } from '../model.ts';
import { checkSoon, type State, second } from '../state.ts';
import { membersIn } from './find.ts';

interface LeaveRequest {
  readonly group: string;
  readonly ids: readonly string[];
  readonly decrement: boolean;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_EnterStandby.html */
export function enterStandby(state: State, request: LeaveRequest): Activity[] {
  const { group, members } = membersIn(state, request.group, request.ids);
  requireState(members, ['InService'], 'InService');
  if (request.decrement) decrement(group, members, 'put into standby');
  return members.map((member) =>
    leave(state, group, member, 'EnteringStandby', `Moving EC2 instance to Standby: ${member.id}`, 'standby'),
  );
}

/** Puts instances back in service and raises the desired capacity by their number. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ExitStandby.html */
export function exitStandby(state: State, request: Pick<LeaveRequest, 'group' | 'ids'>): Activity[] {
  const { group, members } = membersIn(state, request.group, request.ids);
  requireState(members, ['Standby'], 'Standby');
  const units = members.reduce((sum, { weight }) => sum + weight, 0);
  const { max } = group.settings;
  if (group.desired + units > max) {
    throw invalid(
      `AutoScalingGroup ${group.name} has min-size=${group.settings.min}, max-size=${max}, and desired-size=${group.desired}. To exit ${members.length} instance(s) from standby, please update the AutoScalingGroup sizes appropriately.`,
    );
  }
  group.desired += units;
  const now = state.now();
  return members.map((member) => {
    const activity = startActivity(state, group, now, {
      description: `Moving EC2 instance out of Standby: ${member.id}`,
      cause: `At ${second(now)} instance ${member.id} was moved out of standby in response to a user request.`,
      status: 'PreInService',
    });
    Object.assign(member, { state: 'Pending', since: now, activity });
    return activity;
  });
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DetachInstances.html */
export function detach(state: State, request: LeaveRequest): Activity[] {
  const { group, members } = membersIn(state, request.group, request.ids);
  // "up to 20 instances": https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DetachInstances.html
  if (members.length > 20) throw invalid('At most 20 instances can be detached in one call.');
  requireState(members, ['InService', 'Standby'], 'InService or Standby');
  const counted = members.filter((member) => member.state === 'InService');
  if (request.decrement) decrement(group, counted, 'detach');
  return members.map((member) =>
    leave(state, group, member, 'Detaching', `Detaching EC2 instance: ${member.id}`, 'detach'),
  );
}

function leave(
  state: State,
  group: Group,
  member: Member,
  to: 'EnteringStandby' | 'Detaching',
  description: string,
  why: string,
): Activity {
  const now = state.now();
  const cause = `At ${second(now)} instance ${member.id} was moved out of service in response to a user request (${why}).`;
  const activity = startActivity(state, group, now, { description, cause });
  Object.assign(member, { state: to, since: now, activity });
  checkSoon(state, group, now, cause);
  return activity;
}

function requireState(members: readonly Member[], states: readonly string[], names: string): void {
  if (members.length === 0) throw invalid('At least one instance ID must be specified.');
  const other = members.find(({ state }) => !states.includes(state));
  if (other !== undefined) throw invalid(`The instance ${other.id} is not in ${names}.`);
}

function decrement(group: Group, members: readonly Member[], what: string): void {
  const { min, max } = group.settings;
  const units = members.reduce((sum, { weight }) => sum + weight, 0);
  if (group.desired - units < min) {
    throw invalid(
      `AutoScalingGroup ${group.name} has min-size=${min}, max-size=${max}, and desired-size=${group.desired}. To ${what} ${members.length} instance, please update the AutoScalingGroup sizes appropriately.`,
    );
  }
  group.desired -= units;
}
