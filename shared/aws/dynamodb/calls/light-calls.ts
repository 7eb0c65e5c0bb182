import { randomUUID } from 'node:crypto';
import type { Borrowed } from '../../query/call.ts';
import { targetedCall } from '../../query/json-call.ts';
import { type Image, imageOf, plainItem } from './attribute-values.ts';
import type { DocumentCalls } from './document-calls.ts';

const DYNAMODB = {
  label: 'DynamoDB',
  name: 'dynamodb',
  variable: 'DYNAMODB',
  attempts: 4,
  prefix: 'DynamoDB_20120810',
};
type Fields = Readonly<Record<string, unknown>>;

/** DynamoDB without its SDK client, which takes longer to load than a call takes. Its contract is that client. */
export function lightDocumentCalls(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): DocumentCalls {
  const call = targetedCall(DYNAMODB, borrowed, environment);
  return async (action, input) => {
    // As with the SDK: if a response is lost, the retry of a transaction changes nothing.
    const token = action === 'TransactWriteItems' ? { ClientRequestToken: randomUUID() } : {};
    return readable(await call(action, writable({ ...token, ...input }))) as never;
  };
}

const IMAGES = ['Item', 'Key', 'Attributes', 'ExpressionAttributeValues', 'ExclusiveStartKey', 'LastEvaluatedKey'];
const LISTS = ['Items', 'Keys'];
/** Have the tables' names as keys. */
const BY_TABLE = ['RequestItems', 'UnprocessedKeys', 'Responses'];

const writable = (input: Fields): Fields => converted(input, (item) => imageOf(item as Fields));
const readable = (output: Fields): Fields => converted(output, (image) => plainItem(image as Image));

/** Converts the items in a request or an answer, wherever they are. */
function converted(fields: Fields, convert: (item: unknown) => unknown): Fields {
  const within = (name: string, value: unknown): unknown => {
    if (value === undefined) return value;
    if (IMAGES.includes(name)) return convert(value);
    if (LISTS.includes(name)) return (value as unknown[]).map(convert);
    if (BY_TABLE.includes(name)) return entriesOf(value, (table) => inTable(table));
    if (name === 'TransactItems')
      return (value as Fields[]).map((write) => entriesOf(write, (part) => converted(part as Fields, convert)));
    return value;
  };
  const inTable = (table: unknown) => (Array.isArray(table) ? table.map(convert) : converted(table as Fields, convert));
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, within(name, value)]));
}

const entriesOf = (fields: unknown, change: (value: unknown) => unknown): Fields =>
  Object.fromEntries(Object.entries(fields as Fields).map(([name, value]) => [name, change(value)]));
