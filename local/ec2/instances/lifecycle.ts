import type { Instance } from '../model.ts';

/** How long an instance stays in each stretch of its life; ms. */
export interface Lifetimes {
  /** From the launch until describe calls show it: the eventual consistency that AWS warns of. */
  readonly invisibleFor: number;
  /** From the launch until it runs. */
  readonly pendingFor: number;
  /** From the launch until its status checks have passed. */
  readonly initializingFor: number;
  /** From the call that ends it until it is terminated. */
  readonly shuttingDownFor: number;
  /** From then until it is no longer shown (about an hour on AWS). */
  readonly shownAfterwards: number;
}

/** Short, so that people and tests need not wait; the order and the states are AWS's. */
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
