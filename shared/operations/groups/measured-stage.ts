import type { EvaluationDependencies, PolicyRecords, StageCounters, StageCounts } from '../../evaluation/index.ts';
import type { StateError } from '../../state/index.ts';
import { examine } from '../examine.ts';
import type { Finding } from '../finding.ts';
import { type MeasuredGroup, type MeasuredUse, measuredGroups } from './measured.ts';

/** How many messages wait in each queue of the stage. */
export type QueueLengths = () => Promise<Readonly<Record<'evaluations' | 'dead-letters' | 'failures', number>>>;

/** What is measured of a stage at one moment. What could not be read is an error, and the rest is there. */
export interface MeasuredStage {
  /** ms since the epoch. */
  readonly at: number;
  readonly groups: readonly MeasuredGroup[];
  /** Why the stored states of some groups cannot be used. */
  readonly unusable: readonly StateError[];
  readonly counts: StageCounts | Error;
  readonly queues: Awaited<ReturnType<QueueLengths>> | Error;
  /** Null if the stage was not examined. */
  readonly findings: readonly Finding[] | Error | null;
}

export interface MeasuredStageUse extends MeasuredUse {
  readonly counts: Pick<StageCounters, 'read'>;
  readonly queues: QueueLengths;
  readonly records: Pick<PolicyRecords, 'groups'>;
  readonly evaluation: EvaluationDependencies;
}

/** `isExamined`: whether it also looks for what `doctor` finds, which reads all workers and activities. */
export async function measuredStage(
  use: MeasuredStageUse,
  { now, isExamined }: { readonly now: number; readonly isExamined: boolean },
): Promise<MeasuredStage> {
  const [{ groups, unusable }, counts, queues, findings] = await Promise.all([
    measuredGroups(use, now),
    orError(use.counts.read()),
    orError(use.queues()),
    isExamined ? orError(examine(use.records, use.evaluation)) : null,
  ]);
  return { at: now, groups, unusable, counts, queues, findings };
}

const orError = <T>(read: Promise<T>): Promise<T | Error> =>
  read.catch((cause: unknown) => (cause instanceof Error ? cause : new Error(String(cause))));
