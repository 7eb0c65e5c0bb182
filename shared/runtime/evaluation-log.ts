import type { EvaluationDependencies, EvaluationReport } from '../evaluation/index.ts';
import { caseDocument, reportDocument } from '../presentation/index.ts';
import type { Logger } from './logger.ts';

/** Message of the log line that reports one evaluation; tools find the lines by it. */
export const EVALUATED = 'evaluated';

/** Logs the full report of one evaluation. */
export function logEvaluation(logger: Logger, evaluation: EvaluationReport): void {
  const fields = { evaluation: reportDocument(evaluation) };
  if (evaluation.result === 'failed') logger.error(EVALUATED, fields);
  else logger.info(EVALUATED, fields);
}

/** Message of the log line that holds a case. */
export const RECORDED = 'case';

/** Logs every case of an evaluation on a line of its own. */
export const recordCase =
  (logger: Logger): NonNullable<EvaluationDependencies['record']> =>
  (recorded) =>
    logger.info(RECORDED, { case: caseDocument(recorded) });
