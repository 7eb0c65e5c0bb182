import type { Reason } from '../../model/index.ts';
import type { DecisionContext } from '../context.ts';
import type { BlockedBy, TraceEntry } from '../decision.ts';

/** The number on its way through the stages, and the story of how it came about. */
export interface Draft {
  /** Capacity after the stages so far. */
  readonly capacity: number;
  readonly blockedBy: BlockedBy | null;
  /** Why the last stage that changed the number did so; null while it is what the rules asked for. */
  readonly reason: Reason | null;
  readonly trace: readonly TraceEntry[];
}

export type Stage = (draft: Draft, context: DecisionContext) => Draft;

/** A stage's verdict that changes the number: appended to the trace, and remembered as what constrained it back. */
export function constrained(
  draft: Draft,
  stage: string,
  capacity: number,
  reason: Reason,
  blockedBy: BlockedBy | null,
): Draft {
  const trace = [...draft.trace, { stage, proposed: capacity, reason }];
  return { capacity, blockedBy: blockedBy ?? draft.blockedBy, reason, trace };
}
