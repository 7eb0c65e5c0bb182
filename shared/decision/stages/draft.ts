import type { Reason } from '../../model/index.ts';
import type { DecisionContext } from '../context.ts';
import type { BlockedBy, TraceEntry } from '../decision.ts';

/** The decision on its way through the stages: the number, and how it came about. */
export interface Draft {
  /** Capacity after the stages so far. */
  readonly capacity: number;
  readonly blockedBy: BlockedBy | null;
  /** Why the last stage that changed the number did so; null while it is what the rules asked for. */
  readonly reason: Reason | null;
  readonly trace: readonly TraceEntry[];
  /** What else a person must know. */
  readonly also?: readonly Reason[];
}

/** The draft with a note that changes nothing. */
export const noted = (draft: Draft, stage: string, reason: Reason): Draft => ({
  ...draft,
  trace: [...draft.trace, { stage, proposed: draft.capacity, reason }],
});

/** The draft with more than the rules ask for, as if one of them had proposed it. Missing data prevents only scale-in. */
export const raised = (draft: Draft, stage: string, capacity: number, reason: Reason): Draft => ({
  ...noted({ ...draft, capacity }, stage, reason),
  blockedBy: draft.blockedBy === 'missing-data' ? null : draft.blockedBy,
  reason,
});

/** `asked`: the capacity before the first stage, which the rules ask for. */
export type Stage = (draft: Draft, context: DecisionContext, asked: number) => Draft;

/** The draft after a stage that changed the number: the trace says so, and `blockedBy` what constrained it. */
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
