import { AutoScalingError, invalid } from '../errors.ts';
import type { Group, Hook, Member } from '../model.ts';
import { checkSoon, groupOf, type State, second } from '../state.ts';
import { beginTermination } from './terminate.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html */
const MOST_HOOKS = 50;

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html */
export function putHook(state: State, name: string, hook: Hook): void {
  const group = groupOf(state, name);
  if (!group.hooks.has(hook.name) && group.hooks.size >= MOST_HOOKS) {
    throw new AutoScalingError('LimitExceeded', `At most ${MOST_HOOKS} lifecycle hooks per group.`);
  }
  group.hooks.set(hook.name, hook);
}

/** Instances that wait for the hook proceed. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteLifecycleHook.html */
export function deleteHook(state: State, name: string, hook: string): void {
  const group = groupOf(state, name);
  if (!group.hooks.delete(hook))
    throw invalid(`No Lifecycle Hook found with name ${hook} for AutoScalingGroup ${name}`);
  for (const member of group.members.values()) {
    if (member.wait?.hook === hook) member.wait = { ...member.wait, until: state.now() };
  }
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CompleteLifecycleAction.html */
export function completeAction(
  state: State,
  request: { group: string; hook: string; id: string | null; token: string | null; result: 'CONTINUE' | 'ABANDON' },
): void {
  const group = groupOf(state, request.group);
  const member = [...group.members.values()].find(
    ({ id, wait }) =>
      wait?.hook === request.hook && (request.token === null ? id === request.id : wait.token === request.token),
  );
  if (member === undefined) {
    throw invalid(
      request.token === null
        ? `No active Lifecycle Action found with instance ID ${request.id}`
        : `No active Lifecycle Action found with token ${request.token}`,
    );
  }
  const launching = member.state === 'Pending:Wait';
  if (launching && request.result === 'ABANDON') abandon(state, group, member, state.now());
  else proceed(member, state.now());
}

/** Ends the wait. `converge` then carries out the next state. */
export function proceed(member: Member, at: number): void {
  member.wait = null;
  member.state = member.state === 'Pending:Wait' ? 'Pending:Proceed' : 'Terminating:Proceed';
  member.since = at;
}

/**
 * Abandons the launch: terminates the instance, and the group launches another.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html
 */
export function abandon(state: State, group: Group, member: Member, at: number): void {
  const cause = `At ${second(at)} an instance was taken out of service in response to a launch failure (lifecycle action abandoned).`;
  beginTermination(state, group, member, at, cause);
  checkSoon(state, group, at, cause);
}
