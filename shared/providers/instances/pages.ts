import type { QueryCall } from '../../aws/query/call.ts';
import type { Node } from '../../aws/query/xml.ts';
import { answerPage } from './answer.ts';

export interface Reading<T> {
  readonly action: string;
  /** The element that contains the list. */
  readonly set: string;
  readonly read: (item: Node) => T;
  /** The elements that `read` reads; absent: all of them. */
  readonly wanted?: readonly string[];
}

/** The items of all pages of a list. */
export async function everyPage<T>(
  call: QueryCall,
  { action, set, read, wanted }: Reading<T>,
  parameters: Readonly<Record<string, string>>,
): Promise<T[]> {
  const found: T[] = [];
  let nextToken = '';
  do {
    const page = answerPage(
      await call(action, { ...parameters, ...(nextToken && { NextToken: nextToken }) }),
      action,
      set,
      wanted,
    );
    found.push(...page.items.map(read));
    nextToken = page.nextToken;
  } while (nextToken !== '');
  return found;
}
