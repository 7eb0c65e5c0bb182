/** What the page's script is given, as JSON in the page: columns with one value a bucket. */
export interface PageData {
  readonly kind: 'interactive' | 'queue';
  /** Start of the first bucket, ms since the epoch. */
  readonly start: number;
  /** Seconds of a step, steps of a bucket, steps in all: the last bucket may be shorter. */
  readonly tick: number;
  readonly width: number;
  readonly steps: number;
  /** Steps at the start that were played and not scored. */
  readonly burnIn: number;
  /** Seconds that a task may wait; null where work does not. */
  readonly startWithin: number | null;
  readonly hourlyUsd: number;
  /** In workers that it keeps busy. */
  readonly demand: { readonly mean: Column; readonly least: Column; readonly most: Column };
  /** Workers in service of whoever knew the demand in advance; null where nobody can tell step by step. */
  readonly optimum: Column | null;
  /** The first is the one the page is about. */
  readonly plays: readonly PlayData[];
  /** Words of decisions, which name them by their place in here. */
  readonly words: readonly string[];
}

export type Column = readonly number[];

export interface PlayData {
  readonly name: string;
  readonly ready: Column;
  readonly booting: Column;
  /** Ready, booting and draining. */
  readonly billed: Column;
  /** Work that was lost, in workers that it would have kept busy. */
  readonly lost: Column;
  /** Seconds that the oldest waiting work had waited, the longest of each bucket; null where work does not wait. */
  readonly oldest: Column | null;
  /** What was decided last; null where no decisions were told. */
  readonly desired: Column | null;
  readonly decisions: readonly DecisionData[];
  /** How many decisions there were of a kind, and how many of them are here. */
  readonly told: { readonly changes: Told; readonly held: Told };
}

export interface Told {
  readonly made: number;
  readonly kept: number;
}

/** A change of size; or, where `from` is `to`, decisions in a row that the same thing kept from changing it. */
export interface DecisionData {
  readonly at: number;
  /** When the last in a row was made, and how many they are; of a change itself and 1. */
  readonly until: number;
  readonly times: number;
  readonly from: number;
  readonly to: number;
  /** What the rules asked for. */
  readonly proposal: number | null;
  readonly blockedBy: string | null;
  /** Places in `words`. */
  readonly reason: number;
  readonly trace: readonly TraceData[];
}

/** Stage, what it proposed, because: stage and reason as places in `words`. */
export type TraceData = readonly [number, number | null, number];
