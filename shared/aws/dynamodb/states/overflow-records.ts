import type { OverflowRecords } from '../../../evaluation/index.ts';
import { assignment, expression } from '../calls/expression.ts';
import { notContended, written } from '../calls/write.ts';
import { asSeen, EXISTS } from '../clauses.ts';
import { stateKey, type Table } from '../table.ts';
import { attributesOf } from './state-item.ts';

/** Requests between regions, in the states of their groups. */
export function overflowRecords(table: Table): OverflowRecords {
  const update = async (group: string, condition: string, fields: object, values: object = {}): Promise<boolean> => {
    const request = expression({ update: assignment({ ...fields }), condition, values: { ...fields, ...values } });
    const input = { TableName: table.name, Key: stateKey(group), ...request };
    return notContended(await written(() => table.call('UpdateItem', input))).kind === 'done';
  };
  return {
    async noteAsked(group, overflow) {
      await update(group, EXISTS, attributesOf({ overflow }));
    },

    noteRequested({ group, revision: seen }, requested, now, isNews) {
      const fields = attributesOf({ requested, ...(isNews && { schedule: { dueAt: now } }) });
      return update(group, asSeen(seen), isNews ? { ...fields, revision: seen + 1 } : fields, { seen });
    },
  };
}
