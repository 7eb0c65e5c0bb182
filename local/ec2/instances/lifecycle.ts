import type { Instance } from '../model.ts';

/** The duration of each phase of an instance, in ms. */
export interface Lifetimes {
  /** From the launch until describe calls return the instance. Simulates EC2's eventual consistency. */
  readonly invisibleFor: number;
  /** From the launch until the instance runs. */
  readonly pendingFor: number;
  /** From the launch until the status checks pass. */
  readonly initializingFor: number;
  /** From the call that terminates the instance until it is terminated. */
  readonly shuttingDownFor: number;
  /** From the termination until describe calls no longer return the instance (about an hour on AWS). */
  readonly shownAfterwards: number;
}

/** Shorter than on AWS, so that people and tests do not wait. The states and their order are those of AWS. */
export const LIFETIMES: Lifetimes = {
  invisibleFor: 1_000,
  pendingFor: 3_000,
  initializingFor: 10_000,
  shuttingDownFor: 2_000,
  shownAfterwards: 60_000,
};

export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
export const STATE_CODE: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
};

export function stateOf(instance: Instance, now: number, lifetimes: Lifetimes): InstanceState {
  if (instance.endedAt !== null) {
    return now < instance.endedAt + lifetimes.shuttingDownFor ? 'shutting-down' : 'terminated';
  }
  return now < instance.launchedAt + lifetimes.pendingFor ? 'pending' : 'running';
}

/** https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html */
export const isVisible = (instance: Instance, now: number, lifetimes: Lifetimes): boolean =>
  now >= instance.launchedAt + lifetimes.invisibleFor;

export const isForgotten = (instance: Instance, now: number, lifetimes: Lifetimes): boolean =>
  instance.endedAt !== null && now >= instance.endedAt + lifetimes.shuttingDownFor + lifetimes.shownAfterwards;
