import type { Instance } from '../model.ts';

/** The duration of each phase of an instance, in ms. */
export interface Lifetimes {
  /** From the launch until describe calls return the instance. Simulates EC2's eventual consistency. */
  readonly invisibleFor: number;
  /** From the launch until describe calls return its tags, and filters by tag match it. */
  readonly untaggedFor: number;
  /** Age of the states that describe calls return. */
  readonly staleFor: number;
  /** From the launch, or a later start, until the instance runs. */
  readonly pendingFor: number;
  /** From the launch, or a later start, until the status checks pass. */
  readonly initializingFor: number;
  /** From the beginning of a stop until the instance is stopped. */
  readonly stoppingFor: number;
  /** From the call that terminates the instance until it is terminated. A stopped one is terminated at once. */
  readonly shuttingDownFor: number;
  /** From the termination until describe calls no longer return the instance (about an hour on AWS). */
  readonly shownAfterwards: number;
  /** From the termination until the instance has lost its tags. AWS does so "after a short while". */
  readonly taggedAfterwards: number;
}

/** Shorter than on AWS where people and tests wait for the end. The states and their order are those of AWS. */
export const LIFETIMES: Lifetimes = {
  invisibleFor: 1_000,
  untaggedFor: 0,
  staleFor: 0,
  pendingFor: 3_000,
  initializingFor: 10_000,
  stoppingFor: 2_000,
  shuttingDownFor: 2_000,
  shownAfterwards: 3_600_000,
  taggedAfterwards: 600_000,
};

export type InstanceState = 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
export const STATE_CODE: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** The state at `now`, which may be a little in the past. */
export function stateOf(instance: Instance, now: number, lifetimes: Lifetimes): InstanceState {
  const { startedAt, stoppedAt, endedAt } = instance;
  if (endedAt !== null && now >= endedAt) {
    const wasStopped = stoppedAt !== null && endedAt >= stoppedAt + lifetimes.stoppingFor;
    return !wasStopped && now < endedAt + lifetimes.shuttingDownFor ? 'shutting-down' : 'terminated';
  }
  if (stoppedAt !== null && now >= stoppedAt) {
    return now < stoppedAt + lifetimes.stoppingFor ? 'stopping' : 'stopped';
  }
  return now < startedAt + lifetimes.pendingFor ? 'pending' : 'running';
}

/** https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html */
export const isVisible = (instance: Instance, now: number, lifetimes: Lifetimes): boolean =>
  now >= instance.launchedAt + lifetimes.invisibleFor;

export const isForgotten = (instance: Instance, now: number, lifetimes: Lifetimes): boolean =>
  instance.endedAt !== null && now >= instance.endedAt + lifetimes.shuttingDownFor + lifetimes.shownAfterwards;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html#what-happens-terminate */
export const hasLostTags = ({ endedAt }: Instance, now: number, lifetimes: Lifetimes): boolean =>
  endedAt !== null && now >= endedAt + lifetimes.shuttingDownFor + lifetimes.taggedAfterwards;
