import type { Reason } from '../../model/index.ts';
import type { Intent } from '../model.ts';

/** What is to be done about a decision, and what limits it. */
export interface Plan {
  /** Null: nothing is to be done, or nothing can be. */
  readonly intent: Intent | null;
  /** Workers to be launched, with those whose drain is canceled; or to be removed. */
  readonly asked: number;
  /** How many of these the intent has. */
  readonly granted: number;
  /** Why it has fewer. */
  readonly reasons: readonly Reason[];
  /** What else is done, beside the number that was decided. */
  readonly notes: readonly Reason[];
}

export const NOTHING: Plan = { intent: null, asked: 0, granted: 0, reasons: [], notes: [] };
