import { define, errorsOf, setText, workersText } from '../../model/index.ts';

/** Reasons of the provider ec2-fleet. */
export const reasons = {
  'fleet-not-replaced': define<{ id: string }>(
    'An EC2 Fleet launches from the template version that it was given.',
    ({ id }) =>
      `Give the fleet the new version of its launch template (aws ec2 modify-fleet --fleet-id ${id} --launch-template-configs), then terminate its instances one after the other: the fleet replaces them`,
  ),
  'fleet-not-found': define<{ id: string }>(
    'The EC2 Fleet does not exist in this account and region.',
    ({ id }) => `There is no EC2 Fleet ${id} in this account and region. Check the id and the region.`,
  ),
  'fleet-not-maintained': define<{ id: string; type: string }>(
    'The EC2 Fleet does not keep its capacity. AWS can modify only fleets of the type maintain.',
    ({ id, type }) =>
      `The EC2 Fleet ${id} has the type ${type}, and AWS cannot change its capacity. Create a fleet of the type maintain.`,
  ),
  'fleet-not-active': define<{ id: string; state: string }>(
    'The EC2 Fleet has been deleted, or its creation failed.',
    ({ id, state }) =>
      `The EC2 Fleet ${id} is ${state}, so it launches nothing. Create another fleet and write its id, or delete the policy.`,
  ),
  'fleet-changing': define<{ id: string; state: string }>(
    'The EC2 Fleet is being modified or is not active yet. Its target stays until then.',
    ({ id, state }) =>
      `The EC2 Fleet ${id} is ${state}, so its target stays until it is active. If this lasts for more than a few minutes, look at its history: aws ec2 describe-fleet-history`,
  ),
  'fleet-counts-units': define<{ id: string }>(
    'The EC2 Fleet gives instance types weights, or counts vCPUs or memory, so its capacity is not a number of workers.',
    ({ id }) =>
      `The EC2 Fleet ${id} gives instance types weights, or counts vCPUs or memory, so its capacity is not a number of workers. Create a fleet without weights.`,
  ),
  'fleet-access-denied': define<{ id: string; message: string }>(
    'AWS denies a call about the EC2 Fleet or its instances.',
    ({ id, message }) =>
      `AWS denies access to the EC2 Fleet ${id}: ${message}. Give the fleet the tags headcount:stage (the name of the stage) and headcount:group, and let its launch template tag instances with headcount:stage.`,
  ),
  'fleet-workers-untagged': define<{ id: string; workers: number }>(
    "Instances of the EC2 Fleet do not have the stage's tag, so Headcount may not terminate any.",
    ({ id, workers }) =>
      `Headcount removes no worker of the EC2 Fleet ${id}, because ${workersText(workers)} of the fleet ${workers === 1 ? 'lacks' : 'lack'} the tag headcount:stage. Let the launch template set it, and tag the running instances.`,
  ),
  'fleet-expired': define<{ id: string }>(
    'The end time of the EC2 Fleet (ValidUntil) has passed, so the fleet launches nothing.',
    ({ id }) =>
      `The EC2 Fleet ${id} no longer launches instances, because its ValidUntil has passed. Create another fleet.`,
  ),
  'fleet-cannot-launch': define<{ id: string; lacking: number; message: string }>(
    'The EC2 Fleet could not launch all workers that it was asked for.',
    ({ id, lacking, message }) =>
      `The EC2 Fleet ${id} has ${workersText(lacking)} too few. The last error in its history: ${message}`,
  ),
  'fleet-still-modifying': define<{ id: string; left: number }>(
    'The target of the EC2 Fleet was lowered, but EC2 has not carried that out yet. No instance is terminated before that, because the fleet would replace it.',
    ({ id, left }) =>
      `The target of ${id} was lowered, and EC2 is still modifying the fleet. ${workersText(left)} will be terminated at the next evaluation.`,
  ),
  'fleet-keeps-protected': define<{ id: string; workers: readonly string[] }>(
    'EC2 refuses to terminate instances that have termination protection.',
    ({ id, workers }) =>
      `EC2 does not terminate ${workers.join(', ')} of ${id}: termination protection is on. Switch it off, or set the tag headcount:protected.`,
  ),
  'fleet-named-twice': define<{ id: string; groups: readonly string[] }>(
    'Several policies name the same EC2 Fleet.',
    ({ id, groups }) =>
      `The policies of ${groups.join(', ')} name the same EC2 Fleet, ${id}. Keep one of them, and delete the others.`,
  ),
  'fleet-target-lowered': define<{ id: string; from: number; desired: number }>(
    'Somebody lowered the target of the EC2 Fleet while Headcount raised it.',
    ({ id, from, desired }) => `the target of ${id} was lowered from ${from} to ${desired} meanwhile`,
  ),
  'fleet-worker-unhealthy': define<Record<never, never>>(
    'The EC2 Fleet reports the worker as unhealthy. The fleet replaces the worker if ReplaceUnhealthyInstances is set.',
    () => 'is unhealthy in its EC2 Fleet',
  ),
  'fleet-worker-stopped': define<Record<never, never>>(
    "The worker's instance is stopped. The EC2 Fleet does not replace it.",
    () => 'is stopped',
  ),
  'fleet-boot-timeout': define<{ seconds?: number }>(
    'The worker did not run in time. `seconds`: `bootTimeout`.',
    ({ seconds }) => `did not run within ${setText(seconds, 'bootTimeout')}`,
  ),
  'fleet-raise': define<{ name: string; from: number; target: number }>(
    'The target capacity of the EC2 Fleet was raised. `name` is its id.',
    ({ name, from, target }) => `raised the target of ${name} from ${from} to ${target}`,
  ),
  'fleet-remove': define<{ name: string }>(
    'The target capacity of the EC2 Fleet is lowered, and then the chosen workers are terminated. `name` is its id.',
    ({ name }) => `the target of ${name} is lowered, and the workers are terminated`,
  ),
  'fleet-invalid-id': define<{ written: string }>(
    'The value is not the id of an EC2 Fleet.',
    () => 'must be the id of an EC2 Fleet, such as fleet-01234567-89ab-cdef-0123-456789abcdef',
  ),
} as const;

export const fleetError = errorsOf(reasons);
