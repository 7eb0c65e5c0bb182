/** Input of the page's script, as JSON in the page. A column has one value per bucket. */
export interface PageData {
  /** `recorded`: what really happened, of one group or several, instead of plays. */
  readonly kind: 'interactive' | 'queue' | 'recorded';
  /** Start of the first bucket, ms since the epoch. */
  readonly start: number;
  /** Seconds per step, steps per bucket, and total number of steps. The last bucket may be shorter. */
  readonly tick: number;
  readonly width: number;
  readonly steps: number;
  /** Initial steps that were simulated but not scored. */
  readonly burnIn: number;
  /** Maximum wait of a task in seconds; null in interactive scenarios. */
  readonly startWithin: number | null;
  /** Dollars of a worker-hour, on average if workers have several prices; 0 without prices. */
  readonly hourlyUsd: number;
  /** In busy workers; null if it is not known, as in records. */
  readonly demand: { readonly mean: Column; readonly least: Column; readonly most: Column } | null;
  /** Serving workers with perfect foresight; null for queues, where they are not known by step. */
  readonly optimum: Column | null;
  /** Panels below that of the workers, instead of the panels of plays. */
  readonly panels: readonly PanelData[];
  /** Times that are marked in the panel of workers; absent: none. */
  readonly spans?: readonly { readonly from: number; readonly until: number; readonly label: string }[];
  /** The first is the main one. */
  readonly plays: readonly PlayData[];
  /** Texts of decisions, which refer to them by their index. */
  readonly texts: readonly string[];
}

/** Null where nothing is known. */
export type Column = readonly (number | null)[];

export interface PanelData {
  readonly title: string;
  readonly lines: readonly PanelLine[];
}

export interface PanelLine {
  readonly label: string;
  readonly column: Column;
  readonly color: 'main' | 'held' | 'bad' | 'muted';
}

export interface PlayData {
  readonly name: string;
  readonly ready: Column;
  readonly booting: Column;
  /** Ready, booting and draining. */
  readonly billed: Column;
  /** Dollars of a step; absent if all workers cost `hourlyUsd`. */
  readonly usd?: Column;
  /** Lost work, in busy workers. */
  readonly lost: Column;
  /** Age of the oldest waiting work in seconds, the maximum per bucket; null in interactive scenarios. */
  readonly oldest: Column | null;
  /** The most recent desired capacity; null if the play has no decisions. */
  readonly desired: Column | null;
  readonly decisions: readonly DecisionData[];
  /** Number of decisions by kind, in total and on the page. */
  readonly counts: { readonly changes: DecisionCount; readonly held: DecisionCount };
}

export interface DecisionCount {
  readonly made: number;
  readonly kept: number;
}

/** A change of capacity; or, if `from` equals `to`, consecutive decisions blocked by the same constraint. */
export interface DecisionData {
  readonly at: number;
  /** Time of the last of these decisions, and their number; for a change, `at` and 1. */
  readonly until: number;
  readonly times: number;
  readonly from: number;
  readonly to: number;
  /** The capacity that the rules asked for. */
  readonly proposal: number | null;
  readonly blockedBy: string | null;
  /** Index in `texts`. */
  readonly reason: number;
  readonly trace: readonly TraceData[];
}

/** Stage, proposed capacity and reason; stage and reason are indexes in `texts`. */
export type TraceData = readonly [number, number | null, number];
