import { Ec2Error, invalidValue } from './errors.ts';
import type { Page, PageRequest } from './model.ts';

/** The range of `MaxResults`. A request without it gets pages of the largest size. */
export interface PageLimits {
  readonly least: number;
  readonly most: number;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination */
const LIMITS: PageLimits = { least: 5, most: 1_000 };

/**
 * Returns the page after `nextToken`, in the order of `keyOf`. The token contains the last key, not a position. Items that
 * appear or disappear between two pages therefore cause no duplicates and no gaps.
 */
export function pageOf<T>(
  kind: string,
  items: readonly T[],
  keyOf: (item: T) => string,
  request: PageRequest,
  limits: PageLimits = LIMITS,
): Page<T> {
  const size = request.maxResults ?? limits.most;
  if (size < limits.least || size > limits.most) {
    const bound =
      size < limits.least ? `greater than or equal to ${limits.least}` : `less than or equal to ${limits.most}`;
    throw invalidValue(`Value ( ${size} ) for parameter maxResults is invalid. Expecting a value ${bound}.`);
  }
  const after = request.nextToken === null ? null : keyInToken(kind, request.nextToken);
  const rest = items
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === null || key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    nextToken: last !== undefined && rest.length > page.length ? tokenFor(kind, last.key) : null,
  };
}

const tokenFor = (kind: string, key: string): string =>
  Buffer.from(JSON.stringify({ kind, after: key })).toString('base64url');

function keyInToken(kind: string, token: string): string {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    const { kind: of, after } = read as { kind?: unknown; after?: unknown };
    if (of === kind && typeof after === 'string') return after;
  } catch {
    // The token is not valid base64 or JSON. It is rejected below, like any other invalid token.
  }
  throw new Ec2Error('InvalidNextToken', `The token '${token}' is invalid.`);
}
