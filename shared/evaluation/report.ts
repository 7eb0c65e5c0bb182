import type { Decision } from '../decision/index.ts';
import type { Reason } from '../model/index.ts';
import type { Intent, Outcome, Seen, Trigger } from './model.ts';

/**
 * The result of one evaluation of one group. Functions log it, and the command line prints it.
 * `held`: nothing to do · `resized` · `lost`: conflict with another evaluation · `dry-run`: decided but not carried out ·
 * `skipped`: no active policy · `failed`: see `error`.
 */
export interface EvaluationReport {
  readonly group: string;
  readonly trigger: Trigger;
  /** The time of the decision; ms since the epoch. */
  readonly at: number;
  readonly result: 'held' | 'resized' | 'lost' | 'dry-run' | 'skipped' | 'failed';
  /** The reason for the result. */
  readonly reason: Reason;
  readonly seen?: Seen;
  readonly decision?: Decision;
  /** What was done or found beyond the decision, such as replacements. */
  readonly notes?: readonly Reason[];
  readonly activity?: string;
  readonly intent?: Intent;
  readonly outcome?: Outcome;
  /** Unfinished activities of earlier evaluations that this one completed before it decided. */
  readonly finished?: readonly string[];
  /** Seconds after which the group should be evaluated again. */
  readonly lookAgainIn?: number;
  readonly error?: string;
  /** Evaluations of the group in a row that failed, this one included; absent if that could not be noted. */
  readonly failures?: number;
}

/** Triggers that ask for one particular evaluation. The others recur. */
const SINGULAR: ReadonlySet<Trigger> = new Set(['alarm', 'worker-event', 'follow-up', 'manual']);

/** Nothing happened, and nothing kept the group from what its rules ask for. */
export const isQuiet = ({ trigger, result, decision, notes = [], finished = [] }: EvaluationReport): boolean =>
  !SINGULAR.has(trigger) &&
  result === 'held' &&
  decision !== undefined &&
  decision.direction === 'hold' &&
  decision.blockedBy === null &&
  decision.blind.length + notes.length + finished.length === 0;
