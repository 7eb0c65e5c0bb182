import { createHash } from 'node:crypto';
import type { PolicyItem } from '../../evaluation/index.ts';
import { canonical } from '../../model/index.ts';
import { apiError } from '../reasons.ts';

/** The entity tag of a policy item: another one for each change, also if the document stays the same. */
export function etagOf({ document, id, by, because }: PolicyItem): string {
  const text = canonical([document, id ?? null, by, because]);
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

interface Conditions {
  readonly ifMatch: string | null;
  readonly ifNoneMatch: string | null;
}

/**
 * Throws if the item is not the one that `If-Match` asks for (`*`: any), or if `If-None-Match: *` asks for none.
 * https://www.rfc-editor.org/rfc/rfc9110#section-13.1
 */
export function mustMatch(group: string, item: PolicyItem | null, { ifMatch, ifNoneMatch }: Conditions): void {
  const own = item && etagOf(item);
  const isAsked = (tags: string) => tagsIn(tags).some((tag) => own !== null && (tag === '*' || tag === own));
  const isRefused = (ifMatch !== null && !isAsked(ifMatch)) || (ifNoneMatch !== null && isAsked(ifNoneMatch));
  if (isRefused) throw apiError['policy-changed']({ group });
}

const tagsIn = (header: string): string[] => header.split(',').map((tag) => tag.trim());
