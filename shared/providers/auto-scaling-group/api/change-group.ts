import type { QueryCall } from '../../../aws/query/call.ts';
import { awsCode } from '../../sized/index.ts';
import type { GroupTemplate } from '../described/group.ts';
import { explained } from '../errors.ts';

type Template = Pick<GroupTemplate, 'id' | 'version'>;

/**
 * Sets the group's capacity at once, whatever its cooldown says: the policy has a cooldown of its own. Repeating it does no
 * harm. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html
 */
export async function setDesiredCapacity(call: QueryCall, name: string, desired: number): Promise<void> {
  const parameters = { AutoScalingGroupName: name, DesiredCapacity: String(desired), HonorCooldown: 'false' };
  await explained(() => call('SetDesiredCapacity', parameters), [name]);
}

/**
 * Has the group launch from this version of its template, from now on. Repeating it does no harm. Whoever calls it must be
 * allowed to launch from the template: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
 */
export async function setTemplateVersion(call: QueryCall, name: string, template: Template): Promise<void> {
  const parameters = {
    AutoScalingGroupName: name,
    'LaunchTemplate.LaunchTemplateId': template.id,
    'LaunchTemplate.Version': template.version,
  };
  await explained(() => call('UpdateAutoScalingGroup', parameters), [name]);
}

/** `at-min`: the group's minimum forbids it. `busy`: another activity of the group has the instance. */
export type Termination = 'terminating' | 'gone' | 'at-min' | 'busy';

/**
 * Terminates one member and takes its place out of the desired capacity, so that nothing replaces it. AWS ignores
 * scale-in protection here; the caller has to look at it.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html
 */
export async function terminateMember(call: QueryCall, group: string, id: string): Promise<Termination> {
  const parameters = { InstanceId: id, ShouldDecrementDesiredCapacity: 'true' };
  try {
    await call('TerminateInstanceInAutoScalingGroup', parameters);
    return 'terminating';
  } catch (error) {
    const { code, message } = awsCode(error);
    if (code === 'ScalingActivityInProgress') return 'busy';
    // AWS has one code for both; the sentences are those of its answers.
    if (code === 'ValidationError' && /min size/i.test(message)) return 'at-min';
    if (code === 'ValidationError' && /not found|No managed instance|not part of/i.test(message)) return 'gone';
    return explained(() => Promise.reject(error), [group]);
  }
}
