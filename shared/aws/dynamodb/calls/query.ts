import type { Item, Table } from '../table.ts';
import type { DocumentActions } from './document-calls.ts';

type Paged = 'Query' | 'Scan';

/** The items of a query or scan, page by page. */
export async function* pagesOf<Action extends Paged>(
  table: Table,
  action: Action,
  request: Omit<DocumentActions[Action]['input'], 'TableName'>,
): AsyncGenerator<Item[]> {
  let start: Item | undefined;
  do {
    const from = start && { ExclusiveStartKey: start };
    const page = await table.call<Paged>(action, { TableName: table.name, ...request, ...from });
    yield page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

/** Every item of a query, or the first `limit`. Reads all pages: DynamoDB ends a page at 1 MB, even without a match. */
export async function queryAll(
  table: Table,
  query: Omit<DocumentActions['Query']['input'], 'TableName'>,
  limit = Number.POSITIVE_INFINITY,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pagesOf(table, 'Query', query)) {
    items.push(...page);
    if (items.length >= limit) return items.slice(0, limit);
  }
  return items;
}
