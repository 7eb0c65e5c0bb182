import { inProgress, invalid } from '../errors.ts';
import type { Group } from '../model.ts';
import { checkSoon, groupOf, type State, second } from '../state.ts';

export function checkSizes(min: number, max: number, desired: number): void {
  if (min < 0 || max < 0) throw invalid('The minimum and maximum size must not be negative.');
  if (max < min) throw invalid(`Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
  if (desired < min || desired > max) {
    throw invalid(`Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`);
  }
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html */
export function setDesiredCapacity(
  state: State,
  request: { name: string; desired: number; honorCooldown: boolean },
): void {
  const group = groupOf(state, request.name);
  const { min, max } = group.settings;
  if (request.desired > max) {
    throw invalid(
      `New SetDesiredCapacity value ${request.desired} is above max value ${max} for the AutoScalingGroup.`,
    );
  }
  if (request.desired < min) {
    throw invalid(
      `New SetDesiredCapacity value ${request.desired} is below min value ${min} for the AutoScalingGroup.`,
    );
  }
  const now = state.now();
  if (request.honorCooldown && now < group.cooldownUntil) {
    const last = state.activities.findLast((activity) => activity.group === group.name);
    throw inProgress(`Scaling activity ${last?.id} is in progress and blocks this action`);
  }
  changeDesired(
    state,
    group,
    request.desired,
    `At ${second(now)} a user request explicitly set group desired capacity changing the desired capacity from ${group.desired} to ${request.desired}.`,
  );
}

export function changeDesired(state: State, group: Group, desired: number, cause: string): void {
  if (group.deleting) throw inProgress('The group is being deleted.');
  if (desired === group.desired) return;
  group.desired = desired;
  checkSoon(state, group, state.now(), cause);
}
