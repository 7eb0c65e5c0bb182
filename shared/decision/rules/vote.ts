import type { Reason } from '../../model/index.ts';
import { MOST_WORKERS } from '../../policy/index.ts';
import { because } from '../../rules/common/reasons.ts';

/**
 * What one rule says. `propose`: a capacity (the current one when the rule is content). `abstain`: no opinion, so it
 * neither grows the group nor keeps it from shrinking. `no-data`: it would have one, and cannot see.
 */
export type Vote =
  | {
      readonly kind: 'propose';
      readonly capacity: number;
      readonly reason: Reason;
      /** Workers this rule would remove, for a rule that judges workers one by one. */
      readonly retire?: readonly string[];
      /** What it would propose but for its own cooldown. */
      readonly waitsFor?: number;
    }
  | { readonly kind: 'abstain'; readonly reason: Reason }
  | { readonly kind: 'no-data'; readonly reason: Reason };

export const propose = (capacity: number, reason: Reason): Vote => ({
  kind: 'propose',
  capacity: Math.min(MOST_WORKERS, Math.max(0, capacity)),
  reason,
});
export const abstain = (reason: Reason): Vote => ({ kind: 'abstain', reason });
export const noData = (metric: string): Vote => ({ kind: 'no-data', reason: because['no-data']({ metric }) });
