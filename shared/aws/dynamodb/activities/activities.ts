import type { Activities } from '../../../evaluation/index.ts';
import { lazyModule } from '../../../model/index.ts';
import { activitySort, groupKey, KEY } from '../../../names/index.ts';
import { expression } from '../calls/expression.ts';
import { queryAll } from '../calls/query.ts';
import { keyOf, type Table } from '../table.ts';

/** After every character of an id. */
const LAST = '~';

/** Few evaluations read an activity. */
const reading = lazyModule(() => import('./activity-item.ts'));

export function activities(table: Table): Activities {
  return {
    async list(group, limit, before) {
      const request = expression({
        key: `#${KEY.partition} = :group AND #${KEY.sort} BETWEEN :first AND :last`,
        values: { group: groupKey(group), first: activitySort(''), last: activitySort(before ?? LAST) },
      });
      // BETWEEN includes the activity of the id itself.
      const most = before === undefined ? limit : limit + 1;
      const query = { ...request, ScanIndexForward: false, ConsistentRead: true, Limit: most };
      const items = await queryAll(table, query, most);
      const { activityOf } = await reading();
      const found = items.map(activityOf);
      return found.filter(({ id }) => id !== before).slice(0, limit);
    },

    async read(group, id) {
      const key = keyOf(group, activitySort(id));
      const { Item: item } = await table.call('GetItem', { TableName: table.name, Key: key, ConsistentRead: true });
      return item ? (await reading()).activityOf(item) : null;
    },
  };
}
