import type { Reason } from './reason.ts';

/** Rules without data, and why. Most rules have the name of their metric. If another metric has no data, the cause names it. */
export const silentText = (
  { rules, causes = [] }: { readonly rules: readonly string[]; readonly causes?: readonly Reason[] },
  { brief }: { readonly brief: (reason: Reason) => string },
): string =>
  rules
    .map((rule, index) => {
      const cause = causes[index];
      return cause === undefined || cause.params['metric'] === rule ? rule : `${rule} (${brief(cause)})`;
    })
    .join(', ');
