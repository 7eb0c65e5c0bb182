import * as z from 'zod';
import type { EvaluationCounts, StageCounters, StageCounts } from '../../evaluation/index.ts';
import { COUNTS_KEY, KEY } from '../../names/index.ts';
import { expression } from './calls/expression.ts';
import type { Item, Table } from './table.ts';

const RESULTS = [
  'held',
  'resized',
  'lost',
  'dry-run',
  'skipped',
  'failed',
] as const satisfies (keyof EvaluationCounts)[];
const API_ERRORS = 'apiErrors';
/** The attribute that counts a result: a name without hyphens. */
const attributeOf = (result: keyof EvaluationCounts): string => `evaluations_${result.replaceAll('-', '_')}`;

/** One item, to which DynamoDB adds. */
export function stageCounters(table: Table): StageCounters {
  const TableName = table.name;
  const Key = { [KEY.partition]: COUNTS_KEY, [KEY.sort]: 'COUNTS' };
  return {
    async add({ evaluations = {}, apiErrors = 0 }) {
      const all = [...RESULTS.map((result) => [attributeOf(result), evaluations[result] ?? 0] as const)];
      const values = Object.fromEntries([...all, [API_ERRORS, apiErrors] as const].filter(([, more]) => more > 0));
      const names = Object.keys(values);
      if (names.length === 0) return;
      const update = `ADD ${names.map((name) => `#${name} :${name}`).join(', ')}`;
      await table.call('UpdateItem', { TableName, Key, ...expression({ update, values }) });
    },

    async read() {
      const { Item: item } = await table.call('GetItem', { TableName, Key, ConsistentRead: true });
      return item ? countsIn(item) : { evaluations: {}, apiErrors: 0 };
    },
  };
}

const count = z.number().default(0);

function countsIn(item: Item): StageCounts {
  const counted = RESULTS.map((result) => [result, count.parse(item[attributeOf(result)])] as const);
  return {
    evaluations: Object.fromEntries(counted.filter(([, number]) => number > 0)),
    apiErrors: count.parse(item[API_ERRORS]),
  };
}
