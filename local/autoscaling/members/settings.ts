import { AutoScalingError, invalid } from '../errors.ts';
import type { State } from '../state.ts';
import { memberAnywhere, membersIn } from './find.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetInstanceProtection.html */
export function setProtection(
  state: State,
  request: { group: string; ids: readonly string[]; protect: boolean },
): void {
  // "If you exceed your maximum limit of instance IDs, which is 50 per Auto Scaling group, the call fails."
  if (request.ids.length > 50) throw new AutoScalingError('LimitExceeded', 'At most 50 instance IDs per call.');
  const { members } = membersIn(state, request.group, request.ids);
  for (const { id, state: lifecycle } of members) {
    if (!['InService', 'EnteringStandby', 'Standby'].includes(lifecycle)) {
      throw invalid(`The instance ${id} is not in InService or EnteringStandby or Standby.`);
    }
  }
  for (const member of members) member.protected = request.protect;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetInstanceHealth.html */
export function setHealth(
  state: State,
  request: { id: string; health: 'Healthy' | 'Unhealthy'; respectGrace: boolean },
): void {
  const { group, member } = memberAnywhere(state, request.id);
  const now = state.now();
  const inGrace = member.state !== 'InService' || now < member.since + group.settings.healthCheckGracePeriod * 1000;
  if (request.health === 'Unhealthy' && request.respectGrace && inGrace) return;
  member.health = request.health;
  member.unhealthy = request.health === 'Unhealthy' ? { at: now, why: 'in response to a user health-check' } : null;
}
