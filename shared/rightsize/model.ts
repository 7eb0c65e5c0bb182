import type { Reason } from '../model/index.ts';
import type { AllowedSizes } from './bounds.ts';
import type { Estimate } from './estimate.ts';
import type { InstanceType } from './instance-type.ts';
import type { MeasuredWorker } from './usage.ts';

export interface Measured {
  readonly workers: readonly MeasuredWorker[];
  /** How many workers the group had in this time; more than `workers` if not all were read. */
  readonly known: number;
  /** The types that a launch may use today; empty if only the workers show them. */
  readonly launched: readonly string[];
  /** The types that are compared, and those of the workers. */
  readonly catalog: ReadonlyMap<string, InstanceType>;
  /** Dollars per hour of a type; null if it is not known. */
  readonly priceOf: (type: string) => number | null;
  readonly allowed: AllowedSizes;
  /** How long launches of a type took until the worker was ready; null if too few were measured. Absent: nothing is known. */
  readonly launchOf?: ((type: string) => LaunchTime | null) | undefined;
  /** Whether only types that the policy lists are allowed. */
  readonly isListedOnly: boolean;
}

/** Seconds from the launch of a worker until it is ready: of half of the launches, and of 95 % of them. */
export interface LaunchTime {
  readonly p50: number;
  readonly p95: number;
}

/** A type that was compared, with the use that it would have. */
export interface ComparedType {
  readonly type: InstanceType;
  readonly usd: number | null;
  /** Shares of the type, 1 is all of it. Memory: null if it was not measured. */
  readonly cpu: Use;
  readonly memory: Use | null;
  readonly isFitting: boolean;
  readonly verdict: Reason;
}

export interface Use {
  readonly p95: number;
  readonly peak: number;
}

/** The most that a worker used, in cores and bytes; null: not measured. */
export interface WorkerUse {
  readonly id: string;
  readonly type: string;
  /** In which its CPU was measured. */
  readonly hours: number;
  readonly cpu: number | null;
  readonly memory: number | null;
}

export interface Recommendation {
  /** The recommended type; null: there is no recommendation, and `verdict` says why. */
  readonly type: string | null;
  /** The type of which most was measured; null if nothing was. */
  readonly current: string | null;
  readonly verdict: Reason;
  readonly notes: readonly Reason[];
  /** The types that a launch may use: the recommended one, and those of the policy that are large enough. */
  readonly launches: readonly string[];
  readonly cpu: Estimate;
  /** Null: it was not measured for long enough. */
  readonly memory: Estimate | null;
  /** What each worker used, the one with the most CPU first. */
  readonly workers: readonly WorkerUse[];
  /** Every compared type, the cheapest first. */
  readonly types: readonly ComparedType[];
}
