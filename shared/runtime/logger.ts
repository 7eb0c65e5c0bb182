import { Logger } from '@aws-lambda-powertools/logger';
import type { EvaluationDependencies, EvaluationReport } from '../evaluation/index.ts';
import { caseDocument, reportDocument } from '../presentation/index.ts';
import type { FunctionEnvironment } from './environment.ts';

/** One JSON object a line. */
export const newLogger = (): Logger => new Logger({ serviceName: 'headcount' });

/** Message of the log line that tells of one evaluation; tools find the lines by it. */
export const EVALUATED = 'evaluated';

/** Tells of one evaluation, with all that explains it. */
export function logEvaluation(logger: Logger, evaluation: EvaluationReport): void {
  const fields = { evaluation: reportDocument(evaluation) };
  if (evaluation.result === 'failed') logger.error(EVALUATED, fields);
  else logger.info(EVALUATED, fields);
}

/** Message of the log line that holds a case. */
export const RECORDED = 'case';

/** Has evaluations log their cases, each on a line of its own, where the stage is told to. */
export function recording(
  logger: Logger,
  { recordCases }: Pick<FunctionEnvironment, 'recordCases'>,
): Pick<EvaluationDependencies, 'record'> {
  return recordCases
    ? {
        record: (recorded) => logger.info(RECORDED, { case: caseDocument(recorded) }),
      }
    : {};
}
