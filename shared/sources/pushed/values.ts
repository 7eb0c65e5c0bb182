import type { Datapoint } from '../../model/index.ts';

/** One value that an application or a worker sent. Stored to the second: a later value of the same second replaces it. */
export interface PushedValue {
  readonly group: string;
  readonly metric: string;
  /** The worker that it is about; null if it is about the group. */
  readonly worker: string | null;
  /** ms since the epoch. */
  readonly at: number;
  readonly value: number;
}

/** What was pushed for one group, by metric, oldest first. */
export interface PushedSeries {
  readonly group: ReadonlyMap<string, readonly Datapoint[]>;
  readonly workers: ReadonlyMap<string, ReadonlyMap<string, readonly Datapoint[]>>;
  /** Values before this moment were not read, because there are too many. Null if all were. ms since the epoch. */
  readonly cutAt: number | null;
}

/** Where pushed values are stored. Each value is kept for fifteen days. */
export interface PushedValues {
  /**
   * Stores values, in any order. Storing a value again changes nothing. Returns the groups that push more than can be
   * stored: some of their values are lost, and those of others are not.
   */
  put(values: readonly PushedValue[], now: number): Promise<ReadonlySet<string>>;
  /**
   * The values since a moment, for each of these distinct groups. A group that could not be read has its error; the
   * others are not affected. A read that follows a write sees it.
   */
  read(groups: readonly { group: string; since: number }[]): Promise<ReadonlyMap<string, PushedSeries | Error>>;
}

/** How long a pushed value is kept, in seconds. Rules that learn look back for two weeks. */
export const PUSHED_KEPT_SECONDS = 15 * 86_400;
