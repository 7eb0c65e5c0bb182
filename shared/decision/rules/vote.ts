import { MOST_WORKERS } from '../../policy/index.ts';

/**
 * What one rule says. `propose`: a capacity (the current one when the rule is content). `abstain`: no opinion, so it
 * neither grows the group nor keeps it from shrinking. `no-data`: it would have one, and cannot see.
 */
export type Vote =
  | {
      readonly kind: 'propose';
      readonly capacity: number;
      readonly because: string;
      /** Workers this rule would remove, for a rule that judges workers one by one. */
      readonly retire?: readonly string[];
      /** What it would propose but for its own cooldown. */
      readonly waitsFor?: number;
    }
  | { readonly kind: 'abstain'; readonly because: string }
  | { readonly kind: 'no-data'; readonly because: string };

export const propose = (capacity: number, because: string): Vote => ({
  kind: 'propose',
  capacity: Math.min(MOST_WORKERS, Math.max(0, capacity)),
  because,
});
export const abstain = (because: string): Vote => ({ kind: 'abstain', because });
export const noData = (metric: string): Vote => ({ kind: 'no-data', because: `${metric} has no fresh data` });
