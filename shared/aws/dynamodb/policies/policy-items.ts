import { CDK_AUTHOR_PREFIX, POLICY_ITEM_EXTRAS, SORT } from '../../../names/index.ts';
import { CONDITION_FAILED } from '../calls/write.ts';
import { keyOf, type Table } from '../table.ts';

/** The operations on policy items that CloudFormation's custom resource needs. */
export interface PolicyItems {
  put(group: string, item: Readonly<Record<string, unknown>>): Promise<void>;
  /** Deletes the group's policy, unless another resource of a CDK app has put it since. */
  remove(group: string, by: string): Promise<void>;
}

/** A manual change after the deployment does not protect the policy: the stack that created the group also deletes it. */
const NOT_ANOTHER_CONSTRUCTS = 'attribute_not_exists(#by) OR #by = :by OR NOT begins_with(#by, :cdk)';

export function policyItems({ call, name: TableName }: Table): PolicyItems {
  return {
    async put(group, item) {
      await call('PutItem', { TableName, Item: { ...item, ...keyOf(group, SORT.policy) } });
    },

    async remove(group, by) {
      const command = {
        TableName,
        Key: keyOf(group, SORT.policy),
        ConditionExpression: NOT_ANOTHER_CONSTRUCTS,
        ExpressionAttributeNames: { '#by': POLICY_ITEM_EXTRAS.by },
        ExpressionAttributeValues: { ':by': by, ':cdk': CDK_AUTHOR_PREFIX },
      };
      try {
        await call('DeleteItem', command);
      } catch (fault) {
        if ((fault as Error).name !== CONDITION_FAILED) throw fault;
      }
    },
  };
}
