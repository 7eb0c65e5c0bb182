import { Ec2Error, missing, noCapacity, statusOf } from '../errors.ts';
import type { Instance } from '../model.ts';
import { type Ec2State, shown } from '../state.ts';
import { endInstance, instancesOf, type StateChange } from './instances.ts';
import { stateOf } from './lifecycle.ts';
import { stateReason } from './state-reasons.ts';

/**
 * Stops or hibernates instances. One that is stopping or stopped stays so. If one cannot be stopped, none is. An instance
 * hibernates only if that was enabled at its launch.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/enabling-hibernation.html
 */
export function stopInstances(ec2State: Ec2State, ids: readonly string[], hibernate: boolean): StateChange[] {
  if (ids.length === 0) throw missing('InstanceId');
  const instances = instancesOf(ec2State, ids);
  for (const instance of instances) {
    if (instance.market === 'spot') {
      throw new Ec2Error(
        'UnsupportedOperation',
        `You can't stop the Spot Instance '${instance.id}' because it is associated with a one-time Spot Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.`,
      );
    }
    rejectState(ec2State, instance, ['pending', 'shutting-down', 'terminated'], 'stopped');
    if (hibernate && !instance.hibernates) {
      throw new Ec2Error(
        'UnsupportedHibernationConfiguration',
        `The instance '${instance.id}' is not enabled for hibernation.`,
      );
    }
  }
  return instances.map((instance) =>
    changed(ec2State, instance, () => {
      stopInstance(ec2State, instance, hibernate ? 'Client.UserInitiatedHibernate' : 'Client.UserInitiatedShutdown');
    }),
  );
}

/**
 * Starts stopped instances. One that is pending or running stays so. If one cannot be started, none is. A stopped instance
 * has no claim to capacity: its zone may be short of it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshooting-launch.html#troubleshooting-launch-capacity
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html
 */
export function startInstances(ec2State: Ec2State, ids: readonly string[]): StateChange[] {
  if (ids.length === 0) throw missing('InstanceId');
  const instances = instancesOf(ec2State, ids);
  for (const instance of instances) {
    rejectState(ec2State, instance, ['stopping', 'shutting-down', 'terminated'], 'started');
  }
  takeCapacity(
    ec2State,
    instances.filter(({ stoppedAt }) => stoppedAt !== null),
  );
  return instances.map((instance) =>
    changed(ec2State, instance, () => {
      if (instance.stoppedAt === null) return;
      const { startedAt, stoppedAt, stateReason: reason } = instance;
      instance.beforeStart = { startedAt, stoppedAt, stateReason: reason };
      instance.stoppedAt = null;
      instance.stateReason = null;
      instance.startedAt = ec2State.now();
    }),
  );
}

function takeCapacity(ec2State: Ec2State, instances: readonly Instance[]): void {
  const taken: Instance[] = [];
  for (const instance of instances) {
    const shortage = ec2State.shortages.take(instance);
    if (shortage === null) taken.push(instance);
    else {
      for (const each of taken) ec2State.shortages.giveBack(each);
      const error = noCapacity(instance.instanceType, instance.zone);
      const { code = error.code, message = error.message } = shortage;
      throw new Ec2Error(code, message, statusOf(code));
    }
  }
}

/**
 * The operating system shuts down. A one-time spot instance ends. The launch template says what an on-demand instance
 * does; termination protection does not change that.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingInstanceInitiatedShutdownBehavior.html
 */
export function shutDown(ec2State: Ec2State, instance: Instance): void {
  const code = 'Client.InstanceInitiatedShutdown';
  if (instance.market === 'spot' || instance.shutdownBehavior === 'terminate') {
    endInstance(ec2State, instance, stateReason(code));
  } else stopInstance(ec2State, instance, code);
}

/**
 * AWS retires the host and stops the instance.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/schedevents_actions_retire.html
 */
export function retire(ec2State: Ec2State, instance: Instance): void {
  const code = 'Server.ScheduledStop';
  if (instance.market === 'spot') endInstance(ec2State, instance, stateReason(code));
  else stopInstance(ec2State, instance, code);
}

function stopInstance(ec2State: Ec2State, instance: Instance, code: string): void {
  if (instance.endedAt !== null || instance.stoppedAt !== null) return;
  instance.stoppedAt = ec2State.now();
  instance.stateReason = stateReason(code);
}

function rejectState(ec2State: Ec2State, instance: Instance, states: readonly string[], verb: string): void {
  if (!states.includes(stateOf(instance, ec2State.now(), ec2State.lifetimes))) return;
  throw new Ec2Error(
    'IncorrectInstanceState',
    `The instance '${instance.id}' is not in a state from which it can be ${verb}.`,
  );
}

function changed(ec2State: Ec2State, instance: Instance, act: () => void): StateChange {
  const before = shown(ec2State, instance);
  act();
  return { before, after: shown(ec2State, instance) };
}
