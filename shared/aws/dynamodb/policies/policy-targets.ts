import type { PolicyRecords } from '../../../evaluation/index.ts';
import { KEY, SORT, targetKey } from '../../../names/index.ts';
import { expression } from '../calls/expression.ts';
import { notContended, written } from '../calls/write.ts';
import type { Table } from '../table.ts';

/** Records which worker group owns a target, such as an Auto Scaling group: two policies may not resize the same one. */
export function policyTargets({ call, name: TableName }: Table): Pick<PolicyRecords, 'targetOwner' | 'claimTarget'> {
  return {
    async targetOwner({ kind, target }) {
      const key = { [KEY.partition]: targetKey(kind, target), [KEY.sort]: SORT.owner };
      const { Item: item } = await call('GetItem', { TableName, Key: key, ConsistentRead: true });
      return typeof item?.['group'] === 'string' ? item['group'] : null;
    },

    async claimTarget({ kind, target }, group, instead) {
      const condition = expression({
        condition: `attribute_not_exists(#${KEY.partition}) OR #group IN (:own, :instead)`,
        values: { own: group, instead: instead ?? group },
      });
      const item = { [KEY.partition]: targetKey(kind, target), [KEY.sort]: SORT.owner, group };
      const put = { TableName, Item: item, ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
      const result = notContended(await written(() => call('PutItem', put)));
      const owner = result.kind === 'done' ? group : result.found[0]?.['group'];
      return typeof owner === 'string' ? owner : group;
    },
  };
}
