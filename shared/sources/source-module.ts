import type * as z from 'zod';
import type { Datapoint, Formula, PermissionData, ValidationError } from '../model/index.ts';
import type { CloudWatchSource } from './cloudwatch/config.ts';

/**
 * How a kind of source is written: what is needed to read a document, and not to evaluate. Functions load it only when they
 * need it. `Config`: what `schema` gives.
 */
export interface SourceFormat<Config = unknown> {
  /** The field of a metric that holds this kind's configuration. */
  readonly kind: string;
  readonly schema: z.ZodType<Config>;
  /** What is valid in a metric and will have no data, or wrong data. Paths are within the configuration. */
  warnings?(config: Config): readonly ValidationError[];
}

/**
 * A kind of metric source: where a metric's datapoints come from, and everything the other rooms must know about it.
 * Pure; what talks to the source is its reader (`reader.ts` in the same folder). `Config`: what the format's schema gives.
 */
export interface SourceModule<Config = unknown> {
  readonly kind: string;
  /** Whether a reader fetches its datapoints. If not, they are computed, or only come with a written observation. */
  readonly isRead: boolean;
  /**
   * Null if the source keeps its past, so that rules can look back on it. Otherwise the source shows only the present:
   * the evaluation remembers its readings in the group's state, for as long as a rule's `for` needs them. `instead`
   * completes the advice to authors whose rule learns from the past.
   */
  readonly presentOnly: { readonly instead: string } | null;
  /** What the evaluating functions must be allowed to do. */
  readonly permissions: readonly PermissionData<Config>[];
  /** Null if reading costs nothing. */
  readonly price: Price | null;
  /** How values are sent to it; absent if nothing sends any. */
  receives?(config: Config): Receives;
  facts(config: Config): SourceFacts;
  /**
   * The datapoints that a decision at `now` may use, oldest first, from those that the reader brought. This is where the
   * quirks of a source end: what leaves here means the same for every source.
   */
  series(read: readonly Datapoint[], config: Config, now: number): readonly Datapoint[];
  /** Recorded metrics from which a backtest can find the demand behind this metric. */
  recordings(config: Config): Recordings;
}

export interface Receives {
  /** What arrives may evaluate the group at once, but not more often than once in so many seconds. */
  readonly minInterval: number;
}

/** What follows from one metric's configuration. */
export interface SourceFacts {
  /** Seconds that one datapoint covers. */
  readonly period: number;
  /** Seconds after which a datapoint no longer counts as data, unless the metric has a `maxAge` of its own. */
  readonly maxAge: number;
  /** What `maxAge` was for policies whose versions do not store it: they keep it. Absent if it has not changed since. */
  readonly earlierMaxAge?: number;
  /** Seconds that a period's value goes on changing after its end; `series` leaves it out until then. It does not count as age. */
  readonly settles: number;
  /** The statistic that sums up each whole period; null if a datapoint is a reading of the moment. */
  readonly statistic: string | null;
  /**
   * `always`: each worker has a value of its own, and the group as a whole has none; it is read for the workers that were
   * found. `may`: the source can also have values of workers. Absent: one value for the group.
   */
  readonly eachWorker?: 'always' | 'may';
  /** A total that the workers share, not an average over them. */
  readonly isTotal?: boolean;
  /** It has no datapoints while nothing happens. */
  readonly isSilentAtRest?: boolean;
  /** The greatest value that the metric can have; null or absent if there is none. */
  readonly greatest?: number | null;
  /** It counts tasks that wait, and none that run. */
  readonly countsWaiting?: boolean;
  /** Computes the metric from other metrics; null if it is measured. */
  readonly computedBy: Formula | null;
  /** Null, or a JSON value that is equal for two metrics that measure the same. */
  readonly identity: readonly unknown[] | null;
  /** What the source says it measures; null if only the metric's name says it. */
  readonly measures: Measures | null;
  /** The CloudWatch metric that an alarm can watch; null if there is none. */
  readonly alarm: CloudWatchSource | null;
  /** How far back a condition can be seen to hold; null if further than any condition asks. */
  readonly reach: Reach | null;
}

/** A name that identifies what is measured, or the signal itself (null: no simulation has it). */
export type Measures = { readonly name: string } | { readonly signal: 'waiting' | 'running' | 'tasks' | null };

export interface Reach {
  readonly seconds: number;
  /** The validation message for a rule that looks back further. */
  message(metric: string): string;
}

export interface Recordings {
  /** The metric's own past; null if CloudWatch does not record it. */
  readonly own: CloudWatchSource | null;
  /** Metrics that AWS records beside it, and what each shows. */
  readonly related: readonly RelatedRecording[];
}

export interface RelatedRecording {
  readonly signal: 'demand' | 'waiting' | 'running' | 'workers';
  readonly source: CloudWatchSource & { readonly statistic: 'Sum' | 'Average' };
}

/** List price in us-east-1. */
export interface Price {
  /** What is billed. */
  readonly unit: string;
  readonly usdPerUnit: number;
  /** Units for one metric of one group in one evaluation. */
  readonly unitsPerEvaluation: number;
  /** A metric of each worker has so many units for every worker. */
  readonly isForEachWorker?: boolean;
  /** AWS's page. */
  readonly page: string;
}
