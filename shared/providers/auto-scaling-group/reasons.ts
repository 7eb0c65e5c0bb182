import { define, errorsOf, setText, workersText } from '../../model/index.ts';

/** Reasons of the provider auto-scaling-group. */
export const reasons = {
  'group-without-template': define<{ name: string }>(
    'The Auto Scaling group has a launch configuration, which has no versions.',
    ({ name }) =>
      `The Auto Scaling group ${name} has no launch template, so its workers have no versions. Give it a launch template.`,
  ),
  'group-template-version-gone': define<{ name: string; version: string }>(
    'The launch template of the Auto Scaling group has no such version.',
    ({ name, version }) =>
      `The launch template of the Auto Scaling group ${name} has no version ${version}. Name a version that exists.`,
  ),
  'group-mixed-template': define<{ name: string }>(
    'The launch template is part of a mixed instances policy, which Headcount does not change.',
    ({ name }) =>
      `The Auto Scaling group ${name} has a mixed instances policy. Set the version of the launch template in that policy, then run replace without --version.`,
  ),
  'group-not-found': define<{ name: string }>(
    'The Auto Scaling group does not exist in this account and region.',
    ({ name }) => `There is no Auto Scaling group ${name} in this account and region. Check the name and the region.`,
  ),
  'group-access-denied': define<{ name: string; message: string }>(
    'AWS denies a call about the Auto Scaling group.',
    ({ name, message }) =>
      `AWS denies access to the Auto Scaling group ${name}: ${message}. Give the group the tag headcount:stage with the name of the stage; a group of another account cannot be managed.`,
  ),
  'group-deleting': define<{ name: string }>(
    'The Auto Scaling group is being deleted.',
    ({ name }) => `The Auto Scaling group ${name} is being deleted.`,
  ),
  'group-counts-units': define<{ name: string }>(
    'The Auto Scaling group gives instance types weights, so its capacity is not a number of workers.',
    ({ name }) =>
      `The Auto Scaling group ${name} gives instance types weights, so its capacity is not a number of workers. Remove the weights.`,
  ),
  'group-at-max': define<{ name: string; max: number; wanted: number }>(
    "The Auto Scaling group's own MaxSize limits a scale-out.",
    ({ name, max, wanted }) =>
      `The Auto Scaling group ${name} has MaxSize ${max}, but the policy scales out to ${wanted}. Raise MaxSize, or lower the policy's maximum.`,
  ),
  'group-at-min': define<{ name: string; min: number; wanted: number }>(
    "The Auto Scaling group's own MinSize limits a scale-in.",
    ({ name, min, wanted }) =>
      `The Auto Scaling group ${name} has MinSize ${min}, but the policy scales in to ${wanted}. Lower MinSize, or raise the policy's minimum.`,
  ),
  'group-replaces': define<{ name: string; desired: number }>(
    'The Auto Scaling group replaces instances, and has more than its desired capacity until then.',
    ({ name, desired }) =>
      `The Auto Scaling group ${name} replaces instances and has more than its desired capacity, ${desired}. It terminates the surplus itself.`,
  ),
  'group-launch-suspended': define<{ name: string }>(
    'The Auto Scaling group launches nothing while its process Launch is suspended.',
    ({ name }) => `The Auto Scaling group ${name} launches nothing: its process Launch is suspended. Resume it.`,
  ),
  'group-cannot-launch': define<{ name: string; lacking: number; message: string }>(
    'The Auto Scaling group could not launch all workers it was asked for.',
    ({ name, lacking, message }) =>
      `The Auto Scaling group ${name} lacks ${workersText(lacking)}. Its last launch failed: ${message}`,
  ),
  'group-has-scaling-policies': define<{ name: string; policies: readonly string[] }>(
    'The Auto Scaling group has scaling policies of its own, which also change its capacity.',
    ({ name, policies }) =>
      `The Auto Scaling group ${name} has scaling policies of its own (${policies.join(', ')}); two controllers would change its capacity. Suspend its processes AlarmNotification and ScheduledActions, or delete the policies.`,
  ),
  'group-member-unhealthy': define<Record<never, never>>(
    'The Auto Scaling group reports the worker as unhealthy and replaces it itself.',
    () => 'is unhealthy in its Auto Scaling group',
  ),
  'group-member-ended': define<Record<never, never>>(
    "The worker's instance has ended, and the Auto Scaling group has not noticed it yet.",
    () => 'has ended, and its Auto Scaling group has not noticed it yet',
  ),
  'group-named-twice': define<{ name: string; groups: readonly string[] }>(
    'Several policies name the same Auto Scaling group.',
    ({ name, groups }) =>
      `The policies of ${groups.join(', ')} name the same Auto Scaling group, ${name}. Keep one of them, and delete the others.`,
  ),
  'group-boot-timeout': define<{ seconds?: number }>(
    'The worker did not come into service in time. `seconds`: `bootTimeout`.',
    ({ seconds }) => `did not come into service within ${setText(seconds, 'bootTimeout')}`,
  ),
  'group-raise': define<{ name: string; from: number; target: number }>(
    'The desired capacity of the Auto Scaling group was raised.',
    ({ name, from, target }) => `raised the desired capacity of ${name} from ${from} to ${target}`,
  ),
  'group-remove': define<{ name: string }>(
    'Workers are terminated in their Auto Scaling group, which lowers its desired capacity.',
    ({ name }) => `the workers are terminated in ${name}, and its desired capacity is lowered`,
  ),
  'group-name-is-arn': define<{ written: string }>(
    "The value is an Auto Scaling group's ARN, not its name.",
    () => "must be the group's name, not its ARN: Headcount manages groups of its own account and region",
  ),
  'group-invalid-name': define<{ written: string }>(
    'The value is not a name of an Auto Scaling group.',
    () => 'must be 1 to 255 characters without spaces and colons',
  ),
} as const;

export const groupError = errorsOf(reasons);
