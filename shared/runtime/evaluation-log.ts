import { type EvaluationDependencies, type EvaluationReport, isQuiet } from '../evaluation/index.ts';
import { caseDocument, reportDocument } from '../presentation/index.ts';
import type { Logger } from './logger.ts';

/** Message of the log line that reports one evaluation; tools find the lines by it. */
export const EVALUATED = 'evaluated';

/**
 * Logs the full report of one evaluation. A quiet evaluation that is recorded in the table is logged at the level DEBUG:
 * its line would cost more than the evaluation, and say what the record says.
 */
export function logEvaluation(
  logger: Logger,
  evaluation: EvaluationReport,
  { isRecorded }: { isRecorded: boolean },
): void {
  const fields = () => ({ evaluation: reportDocument(evaluation) });
  if (evaluation.result === 'failed') logger.error(EVALUATED, fields);
  else if (isRecorded && isQuiet(evaluation)) logger.debug(EVALUATED, fields);
  else logger.info(EVALUATED, fields);
}

/** Message of the log line that holds a case. */
export const RECORDED = 'case';

/** Logs every case of an evaluation on a line of its own. */
export const recordCase =
  (logger: Logger): NonNullable<EvaluationDependencies['record']> =>
  (recorded) =>
    logger.info(RECORDED, { case: caseDocument(recorded) });
