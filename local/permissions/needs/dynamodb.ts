import type { Call } from '../../requests/index.ts';
import { arn, listIn, type NeedsOf, type Operations, type Structure, structureIn, textIn } from './account.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
const tableArn = (call: Call, { TableName }: Structure): string => {
  const name = String(TableName);
  return name.startsWith('arn:') ? name : arn(call, 'dynamodb', `table/${name}`);
};
const onTable =
  (action: string): NeedsOf =>
  (call) => [{ action: `dynamodb:${action}`, resource: tableArn(call, call.input) }];

const onTableOrIndex =
  (action: string): NeedsOf =>
  (call) => {
    const index = textIn(call.input, 'IndexName');
    const table = tableArn(call, call.input);
    return [{ action: `dynamodb:${action}`, resource: index === '' ? table : `${table}/index/${index}` }];
  };

const onTables =
  (action: string): NeedsOf =>
  (call) =>
    Object.keys(structureIn(call.input, 'RequestItems')).map((TableName) => ({
      action: `dynamodb:${action}`,
      resource: tableArn(call, { TableName }),
    }));

/** A transaction needs the permissions of its operations. */
const IN_TRANSACTION = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
} as const;
const inTransaction: NeedsOf = (call) =>
  listIn(call.input, 'TransactItems').flatMap((item) =>
    Object.entries(IN_TRANSACTION).flatMap(([kind, action]) => {
      const operation = item[kind];
      return operation ? [{ action: `dynamodb:${action}`, resource: tableArn(call, operation as Structure) }] : [];
    }),
  );

export const dynamodb: Operations = {
  ...Object.fromEntries(
    ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'DescribeTable'].map((action) => [action, onTable(action)]),
  ),
  Query: onTableOrIndex('Query'),
  Scan: onTableOrIndex('Scan'),
  BatchGetItem: onTables('BatchGetItem'),
  BatchWriteItem: onTables('BatchWriteItem'),
  TransactWriteItems: inTransaction,
  TransactGetItems: inTransaction,
};
