import type { Reason } from '../../model/index.ts';
import { weightsFor } from '../../providers/index.ts';
import type { Intent } from '../model.ts';
import type { DecidedContext } from '../observe/group-context.ts';

/** How to carry out a decision, and what limits it. */
export interface Plan {
  /** Null if there is nothing to do, or if nothing is possible. */
  readonly intent: Intent | null;
  /** Units of capacity to add (including canceled drains) or to remove. */
  readonly asked: number;
  /** How much of it the intent includes. */
  readonly granted: number;
  /** Why the intent includes fewer than `asked`. */
  readonly reasons: readonly Reason[];
  /** Units that are removed without a decision, and still count as a scale-in. */
  readonly scaledIn?: number;
  /** What the plan does beyond the decision, such as replacements. */
  readonly notes: readonly Reason[];
}

export const NOTHING: Plan = { intent: null, asked: 0, granted: 0, reasons: [], notes: [] };

/** Whether the workers of the group have weights. */
export const isInUnits = ({ policy, seen }: Pick<DecidedContext, 'policy' | 'seen'>): boolean =>
  seen.units !== undefined || weightsFor(policy.provider) !== null;
