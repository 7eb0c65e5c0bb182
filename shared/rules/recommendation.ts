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
      /** What the work needs, if that is less than the capacity. Spare workers are added to it. Absent: the capacity. */
      readonly needed?: number;
    }
  | { readonly kind: 'abstain'; readonly reason: Reason }
  | { readonly kind: 'no-data'; readonly reason: Reason };

export const propose = (capacity: number, reason: Reason): Recommendation & { readonly kind: 'propose' } => ({
  kind: 'propose',
  capacity: Math.min(MOST_WORKERS, Math.max(0, capacity)),
  reason,
});

/**
 * Proposes the current size of the group, or a size close to it. This size may already contain spare workers, so spare
 * workers are added only to `needed`: what the work is known to need.
 */
export const keep = (capacity: number, reason: Reason, needed = 0): Recommendation & { readonly kind: 'propose' } => ({
  ...propose(capacity, reason),
  needed: Math.min(Math.max(0, capacity), needed),
});

/** Proposes a new size. Spare workers are added only if it is larger than the current size. */
export const resize = (current: number, capacity: number, reason: Reason): Recommendation =>
  capacity > current ? propose(capacity, reason) : keep(capacity, reason);
export const abstain = (reason: Reason): Recommendation => ({ kind: 'abstain', reason });
export const noData = (metric: string): Recommendation => ({ kind: 'no-data', reason: because['no-data']({ metric }) });
