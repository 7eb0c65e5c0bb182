import { AutoScalingError, invalid } from './errors.ts';

export interface PageRequest {
  readonly NextToken?: string | undefined;
  readonly MaxRecords?: number | undefined;
}

/**
 * The page after the token, in the given order. The token is the last item's key, so that items which appear or disappear
 * between two pages cause no duplicates and no gaps.
 */
export function pageOf<T>(
  kind: string,
  items: readonly T[],
  keyOf: (item: T) => string,
  { NextToken: token, MaxRecords: size }: PageRequest,
  limits: { readonly usual: number; readonly most: number },
): { readonly items: readonly T[]; readonly nextToken: string | null } {
  if (size !== undefined && (size < 1 || size > limits.most)) {
    throw invalid(
      `1 validation error detected: Value '${size}' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to ${limits.most}`,
    );
  }
  const start = token === undefined ? 0 : 1 + items.findIndex((item) => tokenFor(kind, keyOf(item)) === token);
  if (token !== undefined && start === 0)
    throw new AutoScalingError('InvalidNextToken', `The token '${token}' is invalid.`);
  const page = items.slice(start, start + (size ?? limits.usual));
  const last = page.at(-1);
  const more = start + page.length < items.length;
  return { items: page, nextToken: last !== undefined && more ? tokenFor(kind, keyOf(last)) : null };
}

const tokenFor = (kind: string, key: string): string => Buffer.from(JSON.stringify([kind, key])).toString('base64url');
