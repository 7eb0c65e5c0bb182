import type { GroupStates } from '../../../evaluation/index.ts';
import { inChunks } from '../../../model/index.ts';
import { EXPIRES_ATTRIBUTE, KEY, workerKey } from '../../../names/index.ts';
import type { Table } from '../table.ts';

const KEPT_MS = 365 * 24 * 3600 * 1000;
const AT_ONCE = 20;
const keyOf = (id: string) => ({ [KEY.partition]: workerKey(id), [KEY.sort]: 'WORKER' });

/**
 * One item for each worker, the smallest that DynamoDB bills: a write when it is launched, half a read for each event of
 * any instance. A worker that lives longer than its item is evaluated with its group by the schedule.
 */
export function knownWorkers({ call, name: TableName }: Table): Pick<GroupStates, 'noteWorkers' | 'knownWorker'> {
  return {
    async noteWorkers(group, ids, now) {
      const fields = { group, [EXPIRES_ATTRIBUTE]: Math.ceil((now + KEPT_MS) / 1000) };
      for (const some of inChunks(ids, AT_ONCE)) {
        await Promise.all(some.map((id) => call('PutItem', { TableName, Item: { ...keyOf(id), ...fields } })));
      }
    },
    async knownWorker(id) {
      const { Item: item } = await call('GetItem', { TableName, Key: keyOf(id) });
      if (item === undefined) return null;
      const { group } = item;
      return { group: typeof group === 'string' ? group : null };
    },
  };
}
