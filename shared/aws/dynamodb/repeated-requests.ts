import * as z from 'zod';
import { EXPIRES_ATTRIBUTE, KEY, requestKey } from '../../names/index.ts';
import {
  type FirstRequest,
  IN_PROGRESS_SECONDS,
  REPEATED_WITHIN_SECONDS,
  type RepeatedRequests,
} from '../../operations/index.ts';
import { assignment, expression } from './calls/expression.ts';
import { notContended, written } from './calls/write.ts';
import { EXISTS, IS_NEW } from './clauses.ts';
import type { Table } from './table.ts';

const SORT = 'REQUEST';

/** One item for each request with an idempotency key. The condition compares the time, because items expire late. */
export function repeatedRequests(table: Table): RepeatedRequests {
  const keyOf = (key: string) => ({ [KEY.partition]: requestKey(key), [KEY.sort]: SORT });
  const TableName = table.name;
  return {
    async begin(key, fingerprint, now) {
      const seconds = Math.floor(now / 1000);
      const item = { ...keyOf(key), fingerprint, [EXPIRES_ATTRIBUTE]: seconds + IN_PROGRESS_SECONDS };
      const put = {
        TableName,
        Item: item,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
        ...expression({ condition: `${IS_NEW} OR #${EXPIRES_ATTRIBUTE} <= :seconds`, values: { seconds } }),
      };
      const result = notContended(await written(() => table.call('PutItem', put)));
      return result.kind === 'done' ? null : firstOf(result.found[0]);
    },

    async end(key, response, now) {
      const expires = Math.floor(now / 1000) + REPEATED_WITHIN_SECONDS;
      const attributes = { response, [EXPIRES_ATTRIBUTE]: expires };
      const update = expression({ update: assignment(attributes), condition: EXISTS, values: attributes });
      await table.call('UpdateItem', { TableName, Key: keyOf(key), ...update });
    },

    async forget(key) {
      await table.call('DeleteItem', { TableName, Key: keyOf(key) });
    },
  };
}

const stored = z.object({ fingerprint: z.string(), response: z.string().nullable().default(null) });

const firstOf = (item: unknown): FirstRequest => stored.parse(item);
