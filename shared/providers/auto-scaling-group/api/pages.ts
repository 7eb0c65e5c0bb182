import type { QueryCall } from '../../../aws/query/call.ts';
import { items, type Node, only, parsed, text } from '../../../aws/query/xml.ts';

/** Everything that an action lists in its element `set`, all pages of it. */
export async function everyPage<T>(
  call: QueryCall,
  listing: { readonly action: string; readonly set: string; readonly perPage: number },
  parameters: Readonly<Record<string, string>>,
  read: (item: Node) => T,
): Promise<T[]> {
  const { action, set, perPage } = listing;
  const found: T[] = [];
  let nextToken = '';
  do {
    const paging = { MaxRecords: String(perPage), ...(nextToken && { NextToken: nextToken }) };
    const answer = only(parsed(await call(action, { ...parameters, ...paging })), `${action}Response`);
    if (answer === undefined) throw new Error(`Auto Scaling's response is not a ${action}Response`);
    const result = only(answer, `${action}Result`);
    found.push(...members(result, set).map(read));
    nextToken = text(result, 'NextToken');
  } while (nextToken !== '');
  return found;
}

export const members = (node: Node, name: string): readonly Node[] => items(node, name, 'member');
/** Undefined when the element is missing or no number. */
export function number(node: Node, name: string): number | undefined {
  const value = text(node, name);
  return value === '' || Number.isNaN(Number(value)) ? undefined : Number(value);
}
