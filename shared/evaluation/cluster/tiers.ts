import type { Policy } from '../../policy/index.ts';
import type { ManagedWorker, Placement } from '../../providers/index.ts';

/** A worker as far as its place matters. */
export type PlacedWorker = Pick<ManagedWorker, 'id' | 'host' | 'serving' | 'weight'>;

/** A group that is decided before, as of its decision in this pass. */
export interface Above {
  readonly group: string;
  /** How many workers it wants, in units where they have weights; null if nobody knows. */
  readonly wanted: number | null;
  readonly workers: readonly PlacedWorker[];
  /** Those of its workers that stay. */
  readonly staying: ReadonlySet<string>;
  readonly placement: Placement | null | undefined;
  /** How many workers it gives back in this pass. */
  readonly givesBack: number;
}

/** A worker group on which others run. */
export interface Under {
  readonly group: string;
  readonly workers: readonly ManagedWorker[];
  /** Units that are requested and not there yet. */
  readonly ordered: number;
  /** Its workers that drain. */
  readonly draining: ReadonlySet<string>;
  /** Units of capacity. */
  readonly most: number;
}

export type Tier = Policy['tier'];
/** In the order in which the groups of a cluster are decided. */
export const TIERS: readonly Tier[] = ['application', 'worker', 'platform'];

export const tiersAbove = (tier: Tier): readonly Tier[] => TIERS.slice(0, TIERS.indexOf(tier));
