import type { Wake, Wakes } from '../../../evaluation/index.ts';
import { EXPIRES_ATTRIBUTE, SORT } from '../../../names/index.ts';
import { batchGet } from '../calls/batch-get.ts';
import { expression } from '../calls/expression.ts';
import { notContended, written } from '../calls/write.ts';
import { groupOf, type Item, keyOf, type Table } from '../table.ts';

/** Longer than any interval between two evaluations for pushes. */
const KEPT_SECONDS = 86_400;

/** One item for each group that is pushed to. It is written when a push evaluates, not with every push. */
export function wakes(table: Table): Wakes {
  return {
    async read(groups) {
      const items = await batchGet(
        table,
        [...new Set(groups)].map((group) => keyOf(group, SORT.wake)),
      );
      return new Map(items.map((item) => [groupOf(item), wakeOf(item)]));
    },

    async note(group, { at, values }, seen) {
      const request = expression({
        update: `SET #wakeAt = :wakeAt, #values = :values, #${EXPIRES_ATTRIBUTE} = :expires`,
        condition: seen ? '#wakeAt = :seen' : 'attribute_not_exists(#wakeAt)',
        values: { wakeAt: at, values, seen: seen?.at, expires: Math.ceil(at / 1000) + KEPT_SECONDS },
      });
      const update = { TableName: table.name, Key: keyOf(group, SORT.wake), ...request };
      return notContended(await written(() => table.call('UpdateItem', update))).kind === 'done';
    },
  };
}

function wakeOf({ wakeAt, values }: Item): Wake {
  const isMap = typeof values === 'object' && values !== null;
  return { at: typeof wakeAt === 'number' ? wakeAt : 0, values: isMap ? (values as Record<string, number>) : {} };
}
