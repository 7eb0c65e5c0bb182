import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type BucketLevels, callBudget, type LevelWritten } from '../../evaluation/capacity/draw.ts';
import type { BudgetKind, CallBudget } from '../../evaluation/ports.ts';
import { BUDGET_KEY, KEY } from '../names.ts';
import { HAS_LEVEL, IS_FULL, IS_NOT_FULL, NOBODY_LATER, SOMEBODY_LATER, WITHIN_LEVEL } from './clauses.ts';
import { allOf, assignment, expression } from './expression.ts';
import type { Item, Table } from './table.ts';
import { notContended, written } from './write.ts';

export const dynamoBudget = (table: Table): CallBudget => callBudget(bucketLevels(table));

/**
 * One item a bucket, each write one call: DynamoDB adds to `tat` itself, so nobody reads and then writes. An answer that
 * is lost makes the SDK draw once more; what is lost so comes back with time.
 */
function bucketLevels(table: Table): BucketLevels {
  const update = async (kind: BudgetKind, update: string, condition: string, values: Item): Promise<LevelWritten> => {
    const command = new UpdateCommand({
      TableName: table.name,
      Key: { [KEY.partition]: BUDGET_KEY, [KEY.sort]: kind },
      ...expression({ update, condition, values }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const result = notContended(await written(() => table.client.send(command)));
    if (result.kind === 'done') return { done: true };
    const [found] = result.found;
    return { done: false, found: found ? { tat: Number(found['tat'] ?? 0), at: Number(found['at'] ?? 0) } : null };
  };
  return {
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
