import type { HourCost } from '../../prices/index.ts';

/** What groups have cost in each hour, kept for 400 days. */
export interface CostRecords {
  /** Stores hours of a group. They replace what is stored of the same hours. */
  store(group: string, hours: readonly HourCost[]): Promise<void>;
  /** The hours of a group that begin from a moment on and before another one, oldest first. */
  between(group: string, from: number, to: number): Promise<HourCost[]>;
}
