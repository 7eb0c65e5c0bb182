import type { Decision } from '../../decision/index.ts';
import { momentText } from '../../model/index.ts';

/**
 * What held a group back: the code of `blockedBy`, but a size that somebody has set by its author and its end. It is a floor
 * and a ceiling, so its code is that of the bounds.
 */
export function heldText({ blockedBy, reason }: Decision): string | null {
  if (blockedBy === null) return null;
  const { code, params = {} } = Object(reason.params['constraint']) as {
    code?: string;
    params?: Record<string, unknown>;
  };
  if (code !== 'size-set-by-hand') return blockedBy;
  return `the size that ${params['by']} has set until ${momentText(String(params['until']))}`;
}
