import { activitiesOf } from '../activities.ts';
import { invalid } from '../errors.ts';
import { detach, enterStandby, exitStandby } from '../members/leave.ts';
import { setHealth, setProtection } from '../members/settings.ts';
import { terminateMembers } from '../members/terminate.ts';
import { pageOf } from '../pages.ts';
import type { Actions } from './action.ts';
import { activityXml } from './shown.ts';

export const memberActions: Actions<
  | 'TerminateInstanceInAutoScalingGroup'
  | 'SetInstanceProtection'
  | 'SetInstanceHealth'
  | 'EnterStandby'
  | 'ExitStandby'
  | 'DetachInstances'
  | 'DescribeScalingActivities'
> = {
  TerminateInstanceInAutoScalingGroup: (state, request) => {
    const activities = terminateMembers(state, {
      id: request.InstanceId ?? null,
      ids: request.InstanceIds ?? [],
      group: request.AutoScalingGroupName ?? null,
      decrement: request.ShouldDecrementDesiredCapacity,
    }).map(activityXml);
    return request.InstanceId === undefined ? { Activities: activities } : { Activity: activities[0] ?? null };
  },
  SetInstanceProtection: (state, request) => {
    const { AutoScalingGroupName: group, InstanceIds: ids, ProtectedFromScaleIn: protect } = request;
    setProtection(state, { group, ids, protect });
    return {};
  },
  SetInstanceHealth: (state, request) => {
    const { HealthStatus: health } = request;
    if (health !== 'Healthy' && health !== 'Unhealthy')
      throw invalid(`Valid instance health states are: [Healthy, Unhealthy].`);
    setHealth(state, { id: request.InstanceId, health, respectGrace: request.ShouldRespectGracePeriod ?? true });
    return null;
  },
  EnterStandby: (state, request) => ({
    Activities: enterStandby(state, {
      group: request.AutoScalingGroupName,
      ids: request.InstanceIds ?? [],
      decrement: request.ShouldDecrementDesiredCapacity,
    }).map(activityXml),
  }),
  ExitStandby: (state, request) => ({
    Activities: exitStandby(state, { group: request.AutoScalingGroupName, ids: request.InstanceIds ?? [] }).map(
      activityXml,
    ),
  }),
  DetachInstances: (state, request) => ({
    Activities: detach(state, {
      group: request.AutoScalingGroupName,
      ids: request.InstanceIds ?? [],
      decrement: request.ShouldDecrementDesiredCapacity,
    }).map(activityXml),
  }),
  DescribeScalingActivities: (state, request) => {
    const found = activitiesOf(state, {
      group: request.AutoScalingGroupName ?? null,
      ids: request.ActivityIds ?? [],
      includeDeleted: request.IncludeDeletedGroups ?? false,
    });
    const page = pageOf('activities', found, ({ id }) => id, request, { usual: 100, most: 100 });
    return { Activities: page.items.map(activityXml), NextToken: page.nextToken };
  },
};
