import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { BUDGET_KEY, KEY } from '../../names/index.ts';
import type { BucketLevels, Level, LevelWritten } from '../../providers/call-budget/index.ts';
import { type BudgetKind, type CallBudget, callBudget, callRates } from '../../providers/index.ts';
import { HAS_LEVEL, IS_FULL, IS_NOT_FULL, NOBODY_LATER, SOMEBODY_LATER, WITHIN_LEVEL } from './clauses.ts';
import { allOf, assignment, expression } from './expression.ts';
import type { Item, Table } from './table.ts';
import { notContended, written } from './write.ts';

export const dynamoBudget = (table: Table): CallBudget => callBudget(bucketLevels(table), callRates);

/**
 * One item a bucket, each write one call: DynamoDB adds to `tat` itself, so nobody reads and then writes. An answer that
 * is lost makes the SDK draw once more; what is lost so comes back with time.
 */
function bucketLevels(table: Table): BucketLevels {
  const keyOfBucket = (kind: BudgetKind) => ({ [KEY.partition]: BUDGET_KEY, [KEY.sort]: kind });
  const update = async (kind: BudgetKind, update: string, condition: string, values: Item): Promise<LevelWritten> => {
    const command = new UpdateCommand({
      TableName: table.name,
      Key: keyOfBucket(kind),
      ...expression({ update, condition, values }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const result = notContended(await written(() => table.client.send(command)));
    if (result.kind === 'done') return { done: true };
    return { done: false, found: levelOf(result.found[0]) };
  };
  return {
    async read(kind) {
      const { Item: item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: keyOfBucket(kind), ConsistentRead: true }),
      );
      return levelOf(item);
    },
    setFull: (kind, to) => update(kind, assignment({ ...to }), allOf(IS_FULL, NOBODY_LATER), { ...to }),
    moveOn: (kind, by, at, latest) =>
      update(kind, 'SET #at = :at ADD #tat :by', allOf(IS_NOT_FULL, WITHIN_LEVEL, NOBODY_LATER), { by, at, latest }),
    moveOnLater: (kind, by, at, latest) =>
      update(kind, 'ADD #tat :by', allOf(IS_NOT_FULL, WITHIN_LEVEL), { by, at, latest }),
    setAgain: (kind, to, after) => update(kind, assignment({ ...to }), SOMEBODY_LATER, { ...to, after }),
    async moveBack(kind, by) {
      await update(kind, 'ADD #tat :back', HAS_LEVEL, { back: -by });
    },
  };
}

const levelOf = (item: Item | undefined): Level | null =>
  item ? { tat: Number(item['tat'] ?? 0), at: Number(item['at'] ?? 0) } : null;
