import { explained } from '../errors.ts';
import { type EcsCall, textIn } from './call.ts';

/** The ARNs in the field of all pages of a list. `names`: what the list is about, for errors. */
export async function everyArn(
  call: EcsCall,
  { action, field }: { readonly action: string; readonly field: string },
  input: object,
  names: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  let nextToken = '';
  do {
    const page = await explained(() => call(action, { ...input, ...(nextToken && { nextToken }) }), names);
    const arns = page[field];
    if (Array.isArray(arns)) found.push(...arns.map(String));
    nextToken = textIn(page, 'nextToken');
  } while (nextToken !== '');
  return found;
}
