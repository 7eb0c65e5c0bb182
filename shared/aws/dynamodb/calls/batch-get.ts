import { inChunks } from '../../../model/index.ts';
import type { Item, Table } from '../table.ts';
import type { DocumentActions } from './document-calls.ts';
import { pause } from './write.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_PER_CALL = 100;
const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1000;

type Requests = NonNullable<DocumentActions['BatchGetItem']['input']['RequestItems']>;

/** Reads the items of any number of distinct keys consistently and omits missing ones. Throws if DynamoDB keeps leaving keys unread. */
export async function batchGet(table: Table, keys: readonly Record<string, string>[]): Promise<Item[]> {
  return (await Promise.all(inChunks(keys, KEYS_PER_CALL).map((chunk) => readChunk(table, chunk)))).flat();
}

/** DynamoDB may return only some of the items (16 MB limit, or a busy partition), so the remaining keys are requested again. */
async function readChunk(table: Table, keys: readonly Record<string, string>[]): Promise<Item[]> {
  const items: Item[] = [];
  let wanted: Requests = { [table.name]: { Keys: [...keys], ConsistentRead: true } };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const answer = await table.call('BatchGetItem', { RequestItems: wanted });
    items.push(...(answer.Responses?.[table.name] ?? []));
    wanted = answer.UnprocessedKeys ?? {};
    if (Object.keys(wanted).length === 0) return items;
    await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt));
  }
  throw new Error(`DynamoDB left keys of table ${table.name} unread ${ATTEMPTS} times in a row`);
}
