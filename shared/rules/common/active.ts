import { openUntil, type Window } from '../../model/index.ts';

/** The rules that aren't disabled. Each is used at least at some moments. */
export const usedRules = <Rule extends { readonly enabled?: boolean | undefined }>({
  rules,
}: {
  readonly rules: readonly Rule[];
}): readonly Rule[] => rules.filter(({ enabled }) => enabled !== false);

/** Whether a rule is used at this moment: it is enabled, and one of its windows is open if it has any. */
export function isActive(
  { enabled, during }: { readonly enabled?: boolean | undefined; readonly during?: readonly Window[] | undefined },
  now: number,
): boolean {
  if (enabled === false) return false;
  return during === undefined || during.some((window) => openUntil(window, now) !== undefined);
}
