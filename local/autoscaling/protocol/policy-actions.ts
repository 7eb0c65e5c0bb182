import { pageOf } from '../pages.ts';
import { deletePolicy, policiesOf, putPolicy } from '../schedule/policies.ts';
import { deleteScheduledAction, putScheduledAction, scheduledActionsOf } from '../schedule/scheduled-actions.ts';
import type { Actions } from './action.ts';
import { policyXml, scheduledXml } from './shown.ts';

export const policyActions: Actions<
  | 'PutScalingPolicy'
  | 'DeletePolicy'
  | 'DescribePolicies'
  | 'PutScheduledUpdateGroupAction'
  | 'DeleteScheduledAction'
  | 'DescribeScheduledActions'
> = {
  PutScalingPolicy: (state, { AutoScalingGroupName: group, PolicyName: name, ...settings }) => {
    const { arn, alarms } = putPolicy(state, group, name, settings);
    return { PolicyARN: arn, Alarms: alarms.map((alarm) => ({ AlarmName: alarm.name, AlarmARN: alarm.arn })) };
  },
  DeletePolicy: (state, request) => {
    deletePolicy(state, request.AutoScalingGroupName, request.PolicyName);
    return null;
  },
  DescribePolicies: (state, request) => {
    const found = policiesOf(state, {
      group: request.AutoScalingGroupName,
      names: request.PolicyNames ?? [],
      types: request.PolicyTypes ?? [],
    });
    const page = pageOf('policies', found, ({ policy }) => policy.arn, request, { usual: 50, most: 100 });
    return {
      ScalingPolicies: page.items.map(({ group, policy }) => policyXml(group, policy)),
      NextToken: page.nextToken,
    };
  },
  PutScheduledUpdateGroupAction: (state, { AutoScalingGroupName: group, ScheduledActionName: name, ...settings }) => {
    putScheduledAction(state, group, name, settings);
    return null;
  },
  DeleteScheduledAction: (state, request) => {
    deleteScheduledAction(state, request.AutoScalingGroupName, request.ScheduledActionName);
    return {};
  },
  DescribeScheduledActions: (state, request) => {
    const found = scheduledActionsOf(state, {
      group: request.AutoScalingGroupName,
      names: request.ScheduledActionNames ?? [],
    });
    const page = pageOf('scheduled', found, ({ action }) => action.arn, request, { usual: 50, most: 100 });
    return {
      ScheduledUpdateGroupActions: page.items.map(({ group, action }) => scheduledXml(group, action)),
      NextToken: page.nextToken,
    };
  },
};
