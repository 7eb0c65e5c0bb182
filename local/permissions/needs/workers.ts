import { arn, type NeedsOf, type Operations, onAnything, textIn } from './account.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html */
const onGroup =
  (action: string, groupIn: (...given: Parameters<NeedsOf>) => string | undefined): NeedsOf =>
  (call, account) => {
    const name = groupIn(call, account) ?? '';
    const group = account.autoScaling.groups().find((each) => each.name === name);
    return [
      {
        action: `autoscaling:${action}`,
        resource: group?.arn ?? arn(call, 'autoscaling', `autoScalingGroup:*:autoScalingGroupName/${name}`),
        keys: { resourceTags: Object.fromEntries([...(group?.tags ?? [])].map(([key, { value }]) => [key, value])) },
      },
    ];
  };

export const autoscaling: Operations = {
  ...Object.fromEntries(
    ['AutoScalingGroups', 'Policies', 'ScheduledActions', 'ScalingActivities', 'AutoScalingInstances'].map((what) => [
      `Describe${what}`,
      onAnything(`autoscaling:Describe${what}`),
    ]),
  ),
  UpdateAutoScalingGroup: onGroup('UpdateAutoScalingGroup', ({ input }) => textIn(input, 'AutoScalingGroupName')),
  SetDesiredCapacity: onGroup('SetDesiredCapacity', ({ input }) => textIn(input, 'AutoScalingGroupName')),
  TerminateInstanceInAutoScalingGroup: onGroup('TerminateInstanceInAutoScalingGroup', ({ input }, { autoScaling }) => {
    const id = textIn(input, 'InstanceId');
    return autoScaling.groups().find(({ members }) => members.has(id))?.name;
  }),
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html */
const onTargetGroup =
  (action: string): NeedsOf =>
  ({ input }) => [{ action: `elasticloadbalancing:${action}`, resource: textIn(input, 'TargetGroupArn') }];

export const elasticloadbalancing: Operations = {
  DescribeTargetHealth: onAnything('elasticloadbalancing:DescribeTargetHealth'),
  DescribeTargetGroups: onAnything('elasticloadbalancing:DescribeTargetGroups'),
  DescribeLoadBalancers: onAnything('elasticloadbalancing:DescribeLoadBalancers'),
  RegisterTargets: onTargetGroup('RegisterTargets'),
  DeregisterTargets: onTargetGroup('DeregisterTargets'),
};
