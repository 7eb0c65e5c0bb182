import type { Activities } from '../../evaluation/index.ts';
import { activitySort, groupKey, KEY, SORT } from '../../names/index.ts';
import { activityOf } from './activity-item.ts';
import { expression } from './expression.ts';
import { queryAll } from './query.ts';
import { keyOf, type Table } from './table.ts';

export function activities(table: Table): Activities {
  return {
    async list(group, limit) {
      const items = await queryAll(
        table,
        {
          ...expression({
            key: `#${KEY.partition} = :group AND begins_with(#${KEY.sort}, :prefix)`,
            values: { group: groupKey(group), prefix: SORT.activityPrefix },
          }),
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: limit,
        },
        limit,
      );
      return items.map(activityOf);
    },

    async read(group, id) {
      const key = keyOf(group, activitySort(id));
      const { Item: item } = await table.call('GetItem', { TableName: table.name, Key: key, ConsistentRead: true });
      return item ? activityOf(item) : null;
    },
  };
}
