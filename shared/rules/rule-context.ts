import type { Datapoint, Fleet } from '../model/index.ts';

/** What a rule may look at when it recommends a capacity. Times are ms since the epoch, durations seconds. */
export interface RuleContext {
  readonly now: number;
  /** Capacity that the group was last meant to have; without one, the workers that are there. */
  readonly current: number;
  readonly fleet: Fleet;
  readonly readings: MetricReadings;
  /** The capacity of the policy, as the open windows move it. */
  readonly bounds: Bounds;
  /** `warmup` of the policy, and `behavior.in.drain`. */
  readonly warmup: number;
  readonly drain: number;
  /** Members of the warm pool that can be started now; 0 without one. */
  readonly members: number;
  /** No other rule proposes on what is measured: all of them only move the bounds. */
  readonly isAlone: boolean;
  /** When the rule last asked for a change that was carried out. */
  triggeredAt(rule: { readonly name?: string | undefined }): number | undefined;
}

/** Workers that a metric's newest datapoint belongs to: those that served during its period. */
export interface ServedBy {
  /** The period, ms since the epoch; both are the same for a reading of the moment. */
  readonly from: number;
  readonly to: number;
  /** Their number: the mean over the period, and where it changed, what is certain of it. */
  readonly most: number;
  readonly least: number;
}

/** Datapoints, oldest first, and the seconds from one to the next. */
export interface MeasuredPast {
  readonly points: readonly Datapoint[];
  readonly step: number;
}

/** What metrics say; `undefined` is no data, which is never zero. */
export interface MetricReadings {
  /** The value as a count, which is never negative. */
  latest(metric: string): number | undefined;
  /** The value to compare with a bound: it may be negative. */
  compared(metric: string): number | undefined;
  /** Counts that are added: at the newest moment at which all of them were measured, if there is one. */
  together(metrics: readonly string[]): readonly (number | undefined)[];
  /** Who served when the metric was measured last; undefined without data. A formula's value belongs to the figure that it reads. */
  served(metric: string): ServedBy | undefined;
  /** What a formula over the size of the group would be with so many workers; undefined for other metrics. */
  sized(metric: string, workers: number): number | undefined;
  /** Whether the metric is an average over the workers, as far as its source and its name show. */
  isAverage(metric: string): boolean;
  /** Seconds up to the latest datapoint for which every datapoint, without a gap, satisfied the condition. */
  heldFor(metric: string, condition: (value: number) => boolean): number;
  /** What is known of a metric's past, oldest first, and the seconds from one datapoint to the next. */
  past(metric: string): MeasuredPast;
  /** The past of counts that are added: each up to the newest moment at which all of them were measured, if there is one. */
  pastTogether(metrics: readonly string[]): readonly MeasuredPast[];
  /** Whether the metric's source counts tasks that wait, and none that run. */
  countsWaiting(metric: string): boolean;
  /** Names of what a metric measures, as its sources call it; of a formula, what each of its metrics measures. */
  measured(metric: string): readonly string[];
}

export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Workers to have beyond the busy ones. */
  readonly spare: number;
  /** Whether a window moved minimum or maximum. */
  readonly scheduled: boolean;
}
