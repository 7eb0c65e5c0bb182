import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Activity } from '../../evaluation/model.ts';
import type { Activities } from '../../evaluation/ports.ts';
import { faultText } from '../../policy/index.ts';
import { activityDocument, readDecision } from '../../presentation/index.ts';
import { activitySort, EXPIRES_ATTRIBUTE, groupKey, KEY, SORT } from '../names.ts';
import { expression } from './expression.ts';
import { queryAll } from './query.ts';
import { type Item, keyOf, type Table } from './table.ts';

const KEPT_DAYS = 90;
const SECONDS_PER_DAY = 86_400;

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
      const { Item: item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }),
      );
      return item ? activityOf(item) : null;
    },
  };
}

/** The activity's fields beside its keys; history, so DynamoDB may delete it some time after 90 days. */
export function activityItem(activity: Activity): Item {
  return {
    ...activityDocument(activity),
    ...keyOf(activity.group, activitySort(activity.id)),
    [EXPIRES_ATTRIBUTE]: Math.floor(activity.startedAt / 1000) + KEPT_DAYS * SECONDS_PER_DAY,
  };
}

function activityOf(item: Item): Activity {
  const { [KEY.partition]: _group, [KEY.sort]: _id, [EXPIRES_ATTRIBUTE]: _expires, ...activity } = item;
  const decision = readDecision(activity['decision']);
  if (!decision.ok) {
    const faults = decision.faults.map(faultText).join('; ');
    throw new Error(`the decision of activity ${activity['id']} of ${activity['group']} cannot be read: ${faults}`);
  }
  return { ...(activity as unknown as Activity), decision: decision.value };
}
