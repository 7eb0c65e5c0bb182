import type { Decision } from '../../decision/index.ts';
import type { Reason, WorkerState } from '../../model/index.ts';
import type { Trigger } from '../model.ts';
import type { RecordedCase } from '../record/recorded-case.ts';
import type { EvaluationReport } from '../report.ts';

/** The newest datapoint of a metric. `at` is null for the average of what the workers report. */
export interface LatestValue {
  readonly at: number | null;
  readonly value: number;
}

/** What is kept of one evaluation of one group, also if it changed nothing. Figures are rounded. Times are ms since the epoch. */
export interface EvaluationRecord {
  readonly group: string;
  readonly at: number;
  readonly trigger: Trigger;
  readonly result: EvaluationReport['result'];
  /** The policy's version; null if the evaluation ended before it read one. */
  readonly version: number | null;
  /** Workers by state; null without a decision. */
  readonly workers: Readonly<Record<WorkerState, number>> | null;
  /** The same after its resize; absent if it did not resize. */
  readonly workersAfter?: Readonly<Record<WorkerState, number>>;
  /** By metric; null without data. */
  readonly metrics: Readonly<Record<string, LatestValue | null>>;
  /** With its trace; null if the evaluation did not decide. */
  readonly decision: Decision | null;
  /** Why the evaluation had its result. */
  readonly reason: Reason;
  readonly notes: readonly Reason[];
  /** The activity that it began; null without one. */
  readonly activity: string | null;
}

/** The workers that an evaluation left behind. */
export const workersLeft = ({ workers, workersAfter }: EvaluationRecord): EvaluationRecord['workers'] =>
  workersAfter ?? workers;

/** A record to store. */
export interface NewRecord {
  readonly record: EvaluationRecord;
  /** Seconds after which it may be deleted. */
  readonly keep: number;
  /** The decision with its whole input, for groups that ask for it. */
  readonly recordedCase: RecordedCase | null;
}

/** What every evaluation saw and decided, kept for some days. */
export interface EvaluationRecords {
  /** Stores the records of one evaluation of any number of groups. */
  append(records: readonly NewRecord[]): Promise<void>;
  /**
   * The newest record of each of these groups, at most 15 minutes old. Groups without one are missing, and so are records
   * of evaluations that lost against another one.
   */
  latest(groups: readonly string[], now: number): Promise<ReadonlyMap<string, EvaluationRecord>>;
  /** The records of a group from a moment up to another one, both included, oldest first. */
  between(group: string, from: number, to: number): Promise<EvaluationRecord[]>;
  /** The cases of a group in the same order; none of evaluations for which the policy did not ask for them. */
  cases(group: string, from: number, to: number): Promise<RecordedCase[]>;
}
