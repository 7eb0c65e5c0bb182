import * as z from 'zod';
import { checksum } from '../model/index.ts';
import { because, invalidOperation } from './reasons.ts';

/** What a cursor belongs to: the name of a list, with what selects its entries. */
type List = readonly (string | null)[];

const LONGEST_CURSOR = 1000;
const written = z.tuple([z.array(z.string().nullable()), z.string().max(200)]);

/** The cursor of the page after `position` in a list. Opaque to its readers. */
export function cursorOf(list: List, position: string): string {
  const text = JSON.stringify([list, position]);
  return `${Buffer.from(text).toString('base64url')}.${checksum(text)}`;
}

/**
 * The position of a cursor. Throws for one of another list, and for one that was changed. The checksum is no signature:
 * `form` is what positions of this list look like, and anything else is refused as well.
 */
export function positionOf(list: List, cursor: string, form: RegExp): string {
  const [encoded = '', sum, ...more] = cursor.slice(0, LONGEST_CURSOR).split('.');
  const text = Buffer.from(encoded, 'base64url').toString();
  const read = written.safeParse(checksum(text) === sum && more.length === 0 ? parsed(text) : null);
  const isOwn = read.success && JSON.stringify(read.data[0]) === JSON.stringify(list) && form.test(read.data[1]);
  if (isOwn) return read.data[1];
  throw invalidOperation(because['cursor-invalid']({}));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
