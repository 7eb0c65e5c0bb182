import type * as z from 'zod';
import type { Reason, ValidationError } from '../model/index.ts';
import type { Market, Pricing } from '../prices/index.ts';
import type { AllowedSizes } from '../rightsize/index.ts';
import type { RolloutPart } from './rollout/part.ts';
import type { LaunchingWorker, ManagedWorker } from './worker.ts';

/**
 * How a kind of provider is written: what is needed to read a document or a stored plan, and not to evaluate. Functions load
 * it only when they need it. `Config` and `Plan`: what the schemas give.
 */
export interface ProviderFormat<Config = unknown, Plan = unknown> {
  readonly kind: string;
  readonly schema: z.ZodType<Config>;
  /** How plans to add and to remove are stored. Plans of earlier versions must still be read. */
  readonly planSchema: z.ZodType<Plan>;
  /** Completes the configuration of a policy that was accepted by an earlier version with the earlier meaning of new fields. */
  earlierConfig?(written: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** Warnings about valid settings that do not do what their author expects. */
  warnings?(config: Config, times: PolicyTimes): readonly ValidationError[];
  /** What people should know of a valid configuration. It changes nothing. */
  notes?(config: Config): readonly ValidationError[];
  /** What replaces the workers of this kind, where Headcount does not. */
  insteadOfRollout?(config: Config): Reason;
}

/** Times of a policy that limit what is useful in its provider. Seconds. */
export interface PolicyTimes {
  readonly evaluateEvery: number;
  readonly warmup: number;
}

/**
 * A kind of provider: what a group's workers are, and everything that other modules must know about it. Pure; what talks to
 * the provider is its adapter. `Config`: what the format's schema gives. Plans are the provider's own: an evaluation writes them into
 * its activity and hands them back, unread.
 */
export interface ProviderModule<Config = unknown, Plan = unknown> {
  readonly kind: string;
  settings(config: Config): ProviderSettings;
  /** What the policy resizes; no two policies may name the same. Without it, each group has workers of its own. */
  target?(config: Config): string | null;
  /** Keys of the capacity that a launch may use; what lately was short is remembered by them, for the whole account. */
  offerings(config: Config): readonly string[];
  /** How so many workers more are launched; writes nothing and asks nobody. */
  planToAdd(config: Config, request: AddRequest): Planned<Plan>;
  /** Which of these workers may be removed at all, and how. */
  planToRemove(config: Config, request: RemoveRequest): PlannedRemoval<Plan>;
  /** How its workers are priced. Without it, nothing is known of what they cost. */
  pricing?(config: Config): Pricing;
  /**
   * From which markets `count` more workers come beside those that are there, and whether their zones are kept even. For
   * replays. Without it, they come on demand.
   */
  launchMix?(config: Config, there: readonly Market[], count: number): LaunchMix;
  /** What right-sizing may change. Without it, nothing. */
  sizing?(config: Config): Sizing;
  /** The same with the types that right-sizing has chosen for launches. */
  withTypes?(config: Config, types: readonly string[]): Config;
  /** The warm pool that a policy asks for; null: none. Without it, there never is one. */
  warm?(config: Config): WarmPool | null;
  /** Members of the pool that are not what a launch would bring now: they are never started. */
  outdatedMembers?(
    config: Config,
    members: readonly ManagedWorker[],
    workers: readonly ManagedWorker[],
  ): ReadonlySet<string>;
  /** Which workers are kept and which are replaced. `members`: of the warm pool. A provider without this method replaces none. */
  composition?(
    config: Config,
    workers: readonly ManagedWorker[],
    launching: readonly LaunchingWorker[],
    members?: readonly ManagedWorker[],
  ): Composition;
  /** The configuration as policies write it, without what a rollout adds for launches. Without it, a rollout adds nothing. */
  asWritten?(config: Config): Config;
  /** How workers are replaced by those of another version; loaded when a group needs it. Without it, they are not. */
  rollout?(): Promise<RolloutPart<Config>>;
  /** The offering that is short if the worker is interrupted; null if there is none. */
  offeringOf?(worker: ManagedWorker): string | null;
  /** What a plan asks for, for people. */
  describePlan(plan: Plan): Reason;
}

/** What a policy says of the sizes of its workers. */
export interface Sizing extends AllowedSizes {
  /** Whether launches use what right-sizing recommends. */
  readonly applies: boolean;
  /** The types that a launch may use by the policy. */
  readonly types: readonly string[];
  /** Whether no other types are allowed. */
  readonly isListedOnly: boolean;
}

/** Prepared instances, which are started instead of launching others. */
export interface WarmPool {
  readonly size: number | 'auto';
  readonly state: 'stopped' | 'hibernated' | 'running';
  /** Seconds after which a member is renewed. */
  readonly maxAge: number;
  /** Whether a worker returns to the pool after its drain. */
  readonly reuse: boolean;
  /** Dollars per hour of the disks of a member that is stopped or hibernated. */
  readonly diskUsd: number;
}

/** What an evaluation must know to decide and to replace. */
export interface ProviderSettings {
  /** In which order healthy workers are terminated. */
  readonly terminationOrder: 'oldest' | 'newest' | 'costliest' | 'balanced';
  /** How many unhealthy workers are replaced at the same time; null: the provider keeps its number of workers by itself. */
  readonly replacedAtOnce: number | null;
  /** A worker does one job and ends itself: its end is a success, and it is replaced only if the rules ask for it. */
  readonly ephemeral: boolean;
  /** Whether a worker that is likely to be interrupted is replaced. */
  readonly replacesAtRisk?: boolean;
  /** Seconds after its launch from which a substitute is replaced. */
  readonly restoreAfter?: number;
  /** Workers are replaced without being asked: those of another version, or those that are old. */
  readonly renews?: boolean;
  /** Units of capacity of a worker, by the types that a launch may use. Absent: capacity counts workers. */
  readonly weights?: Readonly<Record<string, number>>;
}

export interface LaunchMix {
  readonly onDemand: number;
  readonly spot: number;
  readonly isSpread: boolean;
}

/** The parts of a group's workers that are treated differently. */
export interface Composition {
  /** How many of the workers in `ofBase` stay when the group shrinks, as long as it is that large. */
  readonly base: number;
  readonly ofBase: ReadonlySet<string>;
  /** Workers that were launched because others were not available. They are removed first, and replaced. */
  readonly substitutes: ReadonlySet<string>;
  /** Workers that were launched from another version than a launch would use now. They go before others of their kind. */
  readonly outdated: ReadonlySet<string>;
}

export interface AddRequest {
  /** Units of capacity. */
  readonly count: number;
  /** Identifies the launch, however often it is repeated: the activity's id. */
  readonly token: string;
  readonly workers: readonly ManagedWorker[];
  readonly launching: readonly LaunchingWorker[];
  /** Offerings that were short, until when they are left out; ms since the epoch. */
  readonly unavailable: ReadonlyMap<string, number>;
  /** `Description.facts` of the group. */
  readonly facts: unknown;
  readonly now: number;
  /** Parked members of the warm pool, which may be started instead. */
  readonly members?: readonly ManagedWorker[];
  /** The new workers become members of the warm pool. */
  readonly forPool?: boolean;
  /** The new workers replace substitutes, so they must not be substitutes. */
  readonly restores?: boolean;
}

export interface RemoveRequest {
  /** In the order in which they are to go. */
  readonly workers: readonly string[];
  /** How much capacity is to be left when they are gone, with those that drain already. */
  readonly keep: number;
  readonly facts: unknown;
}

export interface Planned<Plan = unknown> {
  /** Null: nothing can be launched now. */
  readonly plan: Plan | null;
  /** Units of capacity. */
  readonly count: number;
  /** How many of those asked for are left to a later launch. */
  readonly deferred: number;
  /** What limits the launch; empty when nothing does. */
  readonly reasons: readonly Reason[];
}

export interface PlannedRemoval<Plan = unknown> {
  readonly workers: readonly string[];
  readonly plan: Plan | null;
  readonly reasons: readonly Reason[];
}
