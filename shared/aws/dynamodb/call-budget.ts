import { BUDGET_KEY, KEY } from '../../names/index.ts';
import type { BucketLevels, Level, LevelWritten } from '../../providers/call-budget/index.ts';
import { type BudgetKind, type CallBudget, callBudget, callRates } from '../../providers/index.ts';
import { allOf, assignment, expression } from './calls/expression.ts';
import { notContended, written } from './calls/write.ts';
import { CLOCK_BEHIND, CLOCK_NOT_BEHIND, HAS_LEVEL, IS_FULL, IS_NOT_FULL, WITHIN_LEVEL } from './clauses.ts';
import type { Item, Table } from './table.ts';

export const dynamoBudget = (table: Table): CallBudget => callBudget(bucketLevels(table), callRates);

/**
 * One item per bucket. Every write is a single call in which DynamoDB adds to `tat`, so there is no read before it. If a
 * response is lost, the SDK retries and draws a second time; the bucket refills over time.
 */
function bucketLevels(table: Table): BucketLevels {
  const keyOfBucket = (kind: BudgetKind) => ({ [KEY.partition]: BUDGET_KEY, [KEY.sort]: kind });
  const update = async (kind: BudgetKind, update: string, condition: string, values: Item): Promise<LevelWritten> => {
    const command = {
      TableName: table.name,
      Key: keyOfBucket(kind),
      ...expression({ update, condition, values }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    };
    const result = notContended(await written(() => table.call('UpdateItem', command)));
    if (result.kind === 'done') return { done: true };
    return { done: false, found: levelOf(result.found[0]) };
  };
  return {
    async read(kind) {
      const { Item: item } = await table.call('GetItem', {
        TableName: table.name,
        Key: keyOfBucket(kind),
        ConsistentRead: true,
      });
      return levelOf(item);
    },
    setFull: (kind, to) => update(kind, assignment({ ...to }), allOf(IS_FULL, CLOCK_NOT_BEHIND), { ...to }),
    moveOn: (kind, by, at, latest) =>
      update(kind, 'SET #at = :at ADD #tat :by', allOf(IS_NOT_FULL, WITHIN_LEVEL, CLOCK_NOT_BEHIND), {
        by,
        at,
        latest,
      }),
    moveOnLater: (kind, by, at, latest) =>
      update(kind, 'ADD #tat :by', allOf(IS_NOT_FULL, WITHIN_LEVEL), { by, at, latest }),
    setAgain: (kind, to, after) => update(kind, assignment({ ...to }), CLOCK_BEHIND, { ...to, after }),
    async moveBack(kind, by) {
      await update(kind, 'ADD #tat :back', HAS_LEVEL, { back: -by });
    },
  };
}

const levelOf = (item: Item | undefined): Level | null =>
  item ? { tat: Number(item['tat'] ?? 0), at: Number(item['at'] ?? 0) } : null;
