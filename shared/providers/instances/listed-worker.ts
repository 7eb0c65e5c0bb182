import type { TaggedReports } from '../reports/index.ts';

export type Market = 'on-demand' | 'spot';

export const INSTANCE_STATES = ['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'] as const;
/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
export type InstanceState = (typeof INSTANCE_STATES)[number];
/** Why an instance is in its state: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html */
export interface StateReason {
  readonly code: string;
  readonly message: string;
}

/** An instance with this stage's tags. */
export interface ListedWorker {
  readonly id: string;
  readonly group: string;
  readonly state: InstanceState;
  /** Why it stopped or ended; null if EC2 does not say. */
  readonly stateReason: StateReason | null;
  readonly launchedAt: number;
  readonly instanceType: string;
  readonly market: Market;
  readonly zone: string;
  readonly subnet?: string;
  /** Draining since it carries this mark; null otherwise. */
  readonly drainingUntil: number | null;
  readonly protected: boolean;
  /** What the worker reports with its tag; null if it reports nothing. */
  readonly busy: boolean | null;
  /** What else its tags report; absent: nothing. */
  readonly reported?: TaggedReports;
  /** Whether the worker has reported that its drain is complete. */
  readonly drained: boolean;
  /** Launched on-demand because spot was short. */
  readonly substitute?: boolean;
  /** A member of the warm pool; `false`: it was started from there. */
  readonly warm?: boolean;
  /** The capacity reservation in which it runs. */
  readonly reservation?: string;
  /** The launch template, by id, and its version; absent if the instance was launched without one. */
  readonly template?: { readonly id: string; readonly version: string };
  readonly image?: string;
  /** The activity that launched it; null when the tag is missing. */
  readonly activity: string | null;
}
