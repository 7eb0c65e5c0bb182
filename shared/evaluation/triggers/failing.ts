import { FAILURES_UNTIL_DEAD_LETTER } from '../../names/index.ts';
import type { StatesRead } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { EvaluationQueue } from '../ports.ts';
import type { EvaluationReport } from '../report.ts';

/** After this many failures or fewer, the next tick tries again. After more, the wait doubles, up to that of a steady group. */
const PASSING_FAILURES = FAILURES_UNTIL_DEAD_LETTER - 1;
const FIRST_WAIT_SECONDS = 60;
const LONGEST_WAIT_SECONDS = 300;

/** When a group is due again whose evaluation has failed so often in a row. */
function dueAfterFailures(failures: number, now: number): number {
  if (failures <= PASSING_FAILURES) return now;
  const seconds = Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (failures - PASSING_FAILURES));
  return now + seconds * 1000;
}

/** Failures from one dead letter to the next. At the longest wait, this takes about a day. */
const FAILURES_PER_LETTER = 288;

/** Whether someone has to look at the group: the first time soon, then once a day. */
const isDeadLetter = (failures: number): boolean =>
  failures >= FAILURES_UNTIL_DEAD_LETTER && (failures - FAILURES_UNTIL_DEAD_LETTER) % FAILURES_PER_LETTER === 0;

/**
 * Counts the failures of each group in the table, so that a permanent fault is tried less and less often. Resets the
 * count when an evaluation succeeds. A failure that cannot be counted has no `failures` in its report.
 */
export async function countFailures(
  reports: readonly EvaluationReport[],
  read: StatesRead,
  { states, clock }: Pick<EvaluationDependencies, 'states' | 'clock'>,
): Promise<EvaluationReport[]> {
  const before = new Map(read.usable().map(({ group, failures }) => [group, failures]));
  return Promise.all(
    reports.map(async (report): Promise<EvaluationReport> => {
      const { group, result } = report;
      const known = before.get(group);
      if (result === 'failed') {
        // A state that cannot be used is a permanent fault.
        const dueAt = dueAfterFailures((known ?? Number.POSITIVE_INFINITY) + 1, clock());
        const failures = await states.failed(group, dueAt).catch(() => undefined);
        return failures === undefined ? report : { ...report, failures };
      }
      // If this write fails, the next evaluation repeats it.
      if (result !== 'lost' && known) await states.recovered(group).catch(() => {});
      return report;
    }),
  );
}

/** Puts each failing group that someone has to look at among the dead letters, in a message of its own. */
export async function buryFailing(
  reports: readonly EvaluationReport[],
  deadLetters: Pick<EvaluationQueue, 'send'>,
): Promise<void> {
  for (const { group, failures = 0 } of reports) if (isDeadLetter(failures)) await deadLetters.send([group]);
}
