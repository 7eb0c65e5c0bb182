import { openUntil, type Window } from '../../model/index.ts';

/** Whether a rule is used at this moment: it is enabled, and one of its windows is open if it has any. */
export function isActive(
  { enabled, during }: { readonly enabled?: boolean | undefined; readonly during?: readonly Window[] | undefined },
  now: number,
): boolean {
  if (enabled === false) return false;
  return during === undefined || during.some((window) => openUntil(window, now) !== undefined);
}
