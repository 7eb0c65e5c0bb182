import { withChange as withChangeOf } from '../decision/index.ts';
import type { Policy } from '../policy/index.ts';
import type { CapacityChange, GroupState } from './model.ts';

/**
 * What a decision must remember of the past, kept so that a steady group writes nothing. It lives with the decision, so
 * that a replay remembers as production does.
 */
export { proposalPoints, withProposal } from '../decision/index.ts';

export const withChange = (
  { changes }: GroupState,
  policy: Policy,
  by: number,
  now: number,
): readonly CapacityChange[] => withChangeOf(changes, policy, by, now);
