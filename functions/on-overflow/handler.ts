import { evaluationRecords } from '../../shared/aws/dynamodb/evaluations/evaluation-records.ts';
import { groupStates } from '../../shared/aws/dynamodb/states/group-states.ts';
import { overflowRecords } from '../../shared/aws/dynamodb/states/overflow-records.ts';
import { functionConnections } from '../../shared/aws/function-connections.ts';
import { type OverflowAnswer, receiveOverflow } from '../../shared/evaluation/index.ts';
import { ENVIRONMENT } from '../../shared/names/index.ts';
import { functionEnvironment, required } from '../../shared/runtime/environment.ts';
import { newLogger } from '../../shared/runtime/logger.ts';

const logger = newLogger();
const { stage, table: name } = functionEnvironment();
const table = { call: functionConnections().documents, name };
const use = {
  stage,
  regions: required(process.env, ENVIRONMENT.overflowRegions).split(','),
  states: groupStates(table),
  overflow: overflowRecords(table),
  evaluations: evaluationRecords(table),
  clock: Date.now,
  warn: (message: string, cause: unknown) => logger.warn(message, cause as Error),
};

/** Stores what the stack of another region asks of groups of this one. The stack there invokes it and reads its answer. */
export async function handler(event: unknown): Promise<OverflowAnswer> {
  const answer = await receiveOverflow(event, use);
  const refused = [...(answer.refused ? [answer.refused] : []), ...answer.answers.filter((each) => !each.accepted)];
  if (refused.length > 0) logger.warn('requests refused', { refused });
  logger.debug('requests', { answers: answer.answers });
  return answer;
}
