/** The messages between the stacks of a stage in two regions. Both sides check what they receive, and neither needs a library for it. */

/** Raised when a field changes its meaning. A stack refuses a message of another version. */
export const OVERFLOW_VERSION = 1;

/** What one message holds. */
export const MOST_REQUESTS = 100;

/** What a group lacks, in its own units of capacity. */
export interface OverflowRequest {
  readonly group: string;
  readonly workers: number;
  /** Seconds from `sentAt` on; then the request ends unless it is renewed. */
  readonly for: number;
}

export interface OverflowMessage {
  readonly version: number;
  readonly stage: string;
  /** The region that asks. */
  readonly from: string;
  /** ISO time, by the clock of the region that asks. */
  readonly sentAt: string;
  readonly requests: readonly OverflowRequest[];
}

/** How many workers a group has, as its last evaluation left them. */
export interface RunningWorkers {
  /** Those that are capacity or soon will be. */
  readonly workers: number;
  readonly ready: number;
}

/** `running`: null if it is not known. */
export type GroupAnswer =
  | { readonly group: string; readonly accepted: true; readonly running: RunningWorkers | null }
  | { readonly group: string; readonly accepted: false; readonly code: string; readonly text: string };

export interface OverflowAnswer {
  readonly version: number;
  /** One for each request of a message that could be read. */
  readonly answers: readonly GroupAnswer[];
  /** Why the whole message is refused. */
  readonly refused?: { readonly code: string; readonly text: string };
}

export const isBetween = (value: unknown, least: number, most: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
