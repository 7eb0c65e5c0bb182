import type { Decision } from '../decision/index.ts';
import type { Reason } from '../model/index.ts';
import type { Intent, Outcome, Seen, Trigger } from './model.ts';

/**
 * What one evaluation of one group came to; logged by the functions, printed by the command line.
 * `held`: nothing to do · `resized` · `lost`: somebody else holds the claim · `dry-run`: decided, not done · `skipped`: no policy in force · `failed`: see `error`.
 */
export interface EvaluationReport {
  readonly group: string;
  readonly trigger: Trigger;
  /** When it was decided; ms since the epoch. */
  readonly at: number;
  readonly result: 'held' | 'resized' | 'lost' | 'dry-run' | 'skipped' | 'failed';
  /** What came of it, and why. */
  readonly reason: Reason;
  readonly seen?: Seen;
  readonly decision?: Decision;
  /** What else was done, or found, beside the number that was decided. */
  readonly notes?: readonly Reason[];
  readonly activity?: string;
  readonly intent?: Intent;
  readonly outcome?: Outcome;
  /** Activities that earlier evaluations had left, finished by this one before it decided. */
  readonly finished?: readonly string[];
  /** Seconds after which another look is worth while. */
  readonly lookAgainIn?: number;
  readonly error?: string;
}
