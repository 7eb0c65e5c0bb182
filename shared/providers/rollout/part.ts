import type { ManagedWorker } from '../worker.ts';

/**
 * What launches use, in the provider's words: opaque to others, except for `version` and `image`, which people read. What it
 * leaves out is as in the policy.
 */
export type Spec = Readonly<Record<string, string>>;

/** Why a worker is not what launches use. */
export type Difference = 'version' | 'image' | 'type' | 'subnet';

/** How a policy has its workers replaced. Times are in seconds. */
export interface RolloutSettings {
  /** Workers that differ from what the policy means are replaced without being asked: all, those of other types, or none. */
  readonly on: 'version' | 'type' | 'manual';
  /** A number, or a share of the group such as `10%`. */
  readonly parallel: number | string;
  readonly delay: number;
  /** Ascending percents. */
  readonly checkpoints: readonly number[];
  readonly bake: number;
  readonly monitor: number;
  /** The percent of the workers to replace whose replacements may fail. */
  readonly maxFailures: number;
  readonly alarms: readonly string[];
  readonly rollback: boolean;
  readonly capacity: 'surge' | 'in-place';
  /** The age at which workers are replaced; null: at no age. */
  readonly maxLifetime: number | null;
}

/** What a kind of provider knows of versions. Pure. */
export interface RolloutPart<Config = unknown> {
  /** Whoever launches has one version at a time, so that all launches use the new one from the start. */
  readonly hasOneVersion?: true;
  settings(config: Config): RolloutSettings;
  /** What launches of the configuration use. `current`: what the adapter found for it; null: only what right-sizing chooses. */
  specOf(config: Config, current: Spec | null): Spec;
  /** What most of the workers are; null if that is not known. What the configuration allows them anyway, is left as it is there. */
  specOfWorkers(config: Config, workers: readonly ManagedWorker[]): Spec | null;
  /** The configuration whose launches use exactly that. */
  withSpec(config: Config, spec: Spec): Config;
  /** Null if a worker is what launches by this spec are, or if that is not known. */
  differs(spec: Spec, worker: ManagedWorker): Difference | null;
}
