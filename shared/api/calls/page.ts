import * as z from 'zod';
import { cursorOf, positionOf } from '../../operations/index.ts';

interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What a cursor belongs to: the name of a list, with what selects its entries. */
type List = readonly (string | null)[];

/** The query of a list that is answered page by page. */
export const pageQuery = (most: number, usual: number) => ({
  limit: z.coerce.number().int().min(1).max(most).default(usual).describe('The maximum number of entries on a page'),
  cursor: z.string().min(1).max(2000).optional().describe('The "cursor" of the previous page'),
});

/** A page: its entries under `name`, and the cursor of the next page, null at the end. */
export const pageSchema = (name: string, entry: z.ZodType) =>
  z.object({ [name]: z.array(entry), cursor: z.string().nullable() });

/** Where the page before has ended; undefined for the first one. Throws for a cursor of another list. */
export const startOf = (list: List, { cursor }: PageRequest, form: RegExp): string | undefined =>
  cursor === undefined ? undefined : positionOf(list, cursor, form);

/**
 * A page of entries in order, and the cursor of the next one. `found`: from the page's start on, at least one more than
 * the page has if there are more.
 */
export function pageOf<T>(found: readonly T[], position: (entry: T) => string, list: List, { limit }: PageRequest) {
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  return { entries, cursor: last !== undefined && found.length > limit ? cursorOf(list, position(last)) : null };
}
