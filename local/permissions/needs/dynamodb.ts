import { KEY } from '../../../shared/names/index.ts';
import type { Call } from '../../requests/index.ts';
import { arn, listIn, type NeedsOf, type Operations, type Structure, structureIn, textIn } from './account.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
const tableArn = (call: Call, { TableName }: Structure): string => {
  const name = String(TableName);
  return name.startsWith('arn:') ? name : arn(call, 'dynamodb', `table/${name}`);
};
/** The partition keys of the items that a call names. */
const leadingKeys = (keys: readonly Structure[]): { keys: { values: Record<string, readonly string[]> } } => ({
  keys: { values: { 'dynamodb:LeadingKeys': keys.map((key) => textIn(structureIn(key, KEY.partition), 'S')) } },
});

const onTable =
  (action: string): NeedsOf =>
  (call) => [{ action: `dynamodb:${action}`, resource: tableArn(call, call.input) }];

const onItem =
  (action: string, field: 'Key' | 'Item'): NeedsOf =>
  (call) => [
    {
      action: `dynamodb:${action}`,
      resource: tableArn(call, call.input),
      ...leadingKeys([structureIn(call.input, field)]),
    },
  ];

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
    Object.entries(structureIn(call.input, 'RequestItems')).map(([TableName, asked]) => ({
      action: `dynamodb:${action}`,
      resource: tableArn(call, { TableName }),
      ...(Array.isArray(asked) ? {} : leadingKeys(listIn(asked as Structure, 'Keys'))),
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
  ...Object.fromEntries(['GetItem', 'UpdateItem', 'DeleteItem'].map((action) => [action, onItem(action, 'Key')])),
  PutItem: onItem('PutItem', 'Item'),
  DescribeTable: onTable('DescribeTable'),
  Query: onTableOrIndex('Query'),
  Scan: onTableOrIndex('Scan'),
  BatchGetItem: onTables('BatchGetItem'),
  BatchWriteItem: onTables('BatchWriteItem'),
  TransactWriteItems: inTransaction,
  TransactGetItems: inTransaction,
};
