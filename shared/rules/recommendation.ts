import { MOST_WORKERS, type Reason } from '../model/index.ts';
import { because } from './common/because.ts';

/**
 * What one rule recommends. `propose`: a capacity (the current one if the rule wants no change). `abstain`: nothing, so it
 * neither grows the group nor prevents scale-in. `no-data`: its data is missing, so it prevents scale-in.
 */
export type Recommendation =
  | {
      readonly kind: 'propose';
      readonly capacity: number;
      readonly reason: Reason;
      /** Workers that this rule would remove, for a rule that judges workers one by one. */
      readonly remove?: readonly string[];
      /** What it would propose if its own cooldown had ended. */
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
