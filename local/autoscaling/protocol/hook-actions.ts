import { invalid } from '../errors.ts';
import { completeAction, deleteHook, putHook } from '../members/hooks.ts';
import type { Hook } from '../model.ts';
import { groupOf } from '../state.ts';
import type { Actions } from './action.ts';
import type { RequestOf } from './requests.ts';

const TRANSITIONS = {
  'autoscaling:EC2_INSTANCE_LAUNCHING': 'launching',
  'autoscaling:EC2_INSTANCE_TERMINATING': 'terminating',
} as const;

export const hookActions: Actions<
  'PutLifecycleHook' | 'DeleteLifecycleHook' | 'DescribeLifecycleHooks' | 'CompleteLifecycleAction'
> = {
  PutLifecycleHook: (state, request) => {
    const group = groupOf(state, request.AutoScalingGroupName);
    const known = group.hooks.get(request.LifecycleHookName);
    // "This parameter is required for new lifecycle hooks, but optional when updating existing hooks."
    const transition = request.LifecycleTransition ?? (known && transitionName(known));
    if (transition === undefined) throw invalid('LifecycleTransition is required for a new lifecycle hook.');
    putHook(state, group.name, hookOf({ ...request, LifecycleTransition: transition }));
    return {};
  },
  DeleteLifecycleHook: (state, request) => {
    deleteHook(state, request.AutoScalingGroupName, request.LifecycleHookName);
    return {};
  },
  DescribeLifecycleHooks: (state, request) => {
    const names = request.LifecycleHookNames ?? [];
    const group = groupOf(state, request.AutoScalingGroupName);
    const hooks = [...group.hooks.values()].filter(({ name }) => names.length === 0 || names.includes(name));
    return {
      LifecycleHooks: hooks.map((hook) => ({
        LifecycleHookName: hook.name,
        AutoScalingGroupName: group.name,
        LifecycleTransition: transitionName(hook),
        NotificationTargetARN: hook.targetArn,
        RoleARN: hook.roleArn,
        NotificationMetadata: hook.metadata,
        HeartbeatTimeout: hook.heartbeat,
        // "172800 seconds (48 hours) or 100 times HeartbeatTimeout, whichever is smaller"
        GlobalTimeout: Math.min(172_800, 100 * hook.heartbeat),
        DefaultResult: hook.result,
      })),
    };
  },
  CompleteLifecycleAction: (state, request) => {
    const { InstanceId: id, LifecycleActionToken: token } = request;
    if (id === undefined && token === undefined) throw invalid('InstanceId or LifecycleActionToken is required.');
    completeAction(state, {
      group: request.AutoScalingGroupName,
      hook: request.LifecycleHookName,
      id: id ?? null,
      token: token ?? null,
      result: resultOf(request.LifecycleActionResult),
    });
    return {};
  },
};

type HookRequest = Omit<RequestOf<'PutLifecycleHook'>, 'AutoScalingGroupName'>;

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html: "The range is from 30 to 7200 seconds. The default value is 3600 seconds". */
export function hookOf(request: HookRequest): Hook {
  const { LifecycleTransition: transition = '', HeartbeatTimeout: heartbeat = 3600 } = request;
  if (!Object.hasOwn(TRANSITIONS, transition)) throw invalid(`Invalid lifecycle transition: ${transition}`);
  if (heartbeat < 30 || heartbeat > 7200) throw invalid('HeartbeatTimeout must be between 30 and 7200 seconds.');
  return {
    name: request.LifecycleHookName,
    transition: TRANSITIONS[transition as keyof typeof TRANSITIONS],
    heartbeat,
    result: resultOf(request.DefaultResult ?? 'ABANDON'),
    metadata: request.NotificationMetadata ?? null,
    targetArn: request.NotificationTargetARN ?? null,
    roleArn: request.RoleARN ?? null,
  };
}

const transitionName = ({ transition }: Hook): string =>
  transition === 'launching' ? 'autoscaling:EC2_INSTANCE_LAUNCHING' : 'autoscaling:EC2_INSTANCE_TERMINATING';

function resultOf(result: string): Hook['result'] {
  if (result !== 'CONTINUE' && result !== 'ABANDON') throw invalid(`Invalid lifecycle action result: ${result}`);
  return result;
}
