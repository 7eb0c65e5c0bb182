import type { QueryCall } from '../../../../aws/query/call.ts';
import type { Node } from '../../../../aws/query/xml.ts';
import { answerPage } from './answer.ts';

/** The items of all pages of a list. `set`: the element that contains it. */
export async function everyPage<T>(
  call: QueryCall,
  { action, set, read }: { readonly action: string; readonly set: string; readonly read: (item: Node) => T },
  parameters: Readonly<Record<string, string>>,
): Promise<T[]> {
  const found: T[] = [];
  let nextToken = '';
  do {
    const page = answerPage(
      await call(action, { ...parameters, ...(nextToken && { NextToken: nextToken }) }),
      action,
      set,
    );
    found.push(...page.items.map(read));
    nextToken = page.nextToken;
  } while (nextToken !== '');
  return found;
}
