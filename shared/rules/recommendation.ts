import { MOST_WORKERS, type Reason } from '../model/index.ts';
import { because } from './common/reasons.ts';

/**
 * What one rule recommends. `propose`: a capacity (the current one when the rule is content). `abstain`: no opinion, so
 * it neither grows the group nor keeps it from shrinking. `no-data`: it would have one, and its data is missing.
 */
export type Recommendation =
  | {
      readonly kind: 'propose';
      readonly capacity: number;
      readonly reason: Reason;
      /** Workers that this rule would remove, for a rule that judges workers one by one. */
      readonly remove?: readonly string[];
      /** What it would propose but for its own cooldown. */
      readonly waitsFor?: number;
    }
  | { readonly kind: 'abstain'; readonly reason: Reason }
  | { readonly kind: 'no-data'; readonly reason: Reason };

export const propose = (capacity: number, reason: Reason): Recommendation => ({
  kind: 'propose',
  capacity: Math.min(MOST_WORKERS, Math.max(0, capacity)),
  reason,
});
export const abstain = (reason: Reason): Recommendation => ({ kind: 'abstain', reason });
export const noData = (metric: string): Recommendation => ({ kind: 'no-data', reason: because['no-data']({ metric }) });
