import { AutoScalingError, invalid } from './errors.ts';
import type { Activity, Group } from './model.ts';
import { newUuid, type State } from './state.ts';

export function startActivity(
  state: State,
  group: Group,
  at: number,
  what: { description: string; cause: string; status?: Activity['status']; subnetId?: string; zone?: string },
): Activity {
  const activity: Activity = {
    id: newUuid(),
    group: group.name,
    arn: group.arn,
    description: what.description,
    cause: what.cause,
    startedAt: at,
    endedAt: null,
    status: what.status ?? 'InProgress',
    message: null,
    progress: what.status === 'PreInService' ? 30 : 0,
    details: JSON.stringify({ 'Subnet ID': what.subnetId, 'Availability Zone': what.zone }),
  };
  state.activities.push(activity);
  return activity;
}

export function endActivity(
  activity: Activity | null,
  at: number,
  status: 'Successful' | 'Failed' | 'Cancelled',
  message: string | null = null,
): void {
  if (activity === null || activity.endedAt !== null) return;
  activity.endedAt = at;
  activity.status = status;
  activity.message = message?.slice(0, 255) ?? null;
  activity.progress = 100;
}

/** Newest first, as AWS lists them. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingActivities.html */
export function activitiesOf(
  state: State,
  request: { group: string | null; ids: readonly string[]; includeDeleted: boolean },
): Activity[] {
  if (request.ids.length > 50) throw invalid('You can only specify up to 50 IDs.');
  const known = (name: string): boolean => state.groups.has(name) || request.includeDeleted;
  if (request.group !== null && !known(request.group)) {
    throw invalid(`AutoScalingGroup name not found - AutoScalingGroup ${request.group} not found`);
  }
  const found = state.activities.filter(
    ({ id, group }) =>
      known(group) &&
      (request.group === null || group === request.group) &&
      (request.ids.length === 0 || request.ids.includes(id)),
  );
  if (request.ids.length > found.length) throw new AutoScalingError('ValidationError', 'Activity ID not found');
  return found.toReversed();
}
