import { Logger } from '@aws-lambda-powertools/logger';
import type { EvaluationReport } from '../evaluation/index.ts';

/** One JSON object a line. */
export const newLogger = (): Logger => new Logger({ serviceName: 'headcount' });

/** Message of the log line that tells of one evaluation; tools find the lines by it. */
export const EVALUATED = 'evaluated';

/** Tells of one evaluation, with all that explains it. */
export function logEvaluation(logger: Logger, evaluation: EvaluationReport): void {
  if (evaluation.result === 'failed') logger.error(EVALUATED, { evaluation });
  else logger.info(EVALUATED, { evaluation });
}
