import type { Reason } from '../../model/index.ts';
import type { BlockedBy, TraceEntry } from '../decision.ts';
import type { Situation } from '../situation.ts';

/** The number on its way through the stages, and the story of how it came about. */
export interface Course {
  /** Capacity after the stages so far. */
  readonly capacity: number;
  readonly blockedBy: BlockedBy | null;
  /** Why the last stage that changed the number did so; null while it is what the rules asked for. */
  readonly reason: Reason | null;
  readonly trace: readonly TraceEntry[];
}

export type Stage = (course: Course, situation: Situation) => Course;

/** A stage's verdict that changes the number: appended to the trace, and remembered as what held it back. */
export function held(
  course: Course,
  stage: string,
  capacity: number,
  reason: Reason,
  blockedBy: BlockedBy | null,
): Course {
  const trace = [...course.trace, { stage, proposed: capacity, reason }];
  return { capacity, blockedBy: blockedBy ?? course.blockedBy, reason, trace };
}
