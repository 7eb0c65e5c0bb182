import type { BlockedBy, Decision } from '../decision/index.ts';
import type { Reason } from '../model/index.ts';
import type { Intent } from './model.ts';

/** What comes of a case: `intent` is null when there is nothing to resize, or it cannot be now; `decision` says so. */
export interface Plan {
  readonly decision: Decision;
  readonly intent: Intent | null;
}

/** The decision, and what else is done or left undone with it. */
export function withStage(decision: Decision, stage: string, reason: Reason): Decision {
  const trace = [...decision.trace, { stage, proposed: decision.desired, reason }];
  const { also = [], ...params } = decision.reason.params as { also?: readonly Reason[] };
  return {
    ...decision,
    reason: { ...decision.reason, params: { ...params, desired: decision.desired, also: [...also, reason] } },
    trace,
  };
}

/** The decision when what it asks for cannot be done now. */
export function withheld(decision: Decision, reason: Reason, blockedBy: BlockedBy = 'capacity-unavailable'): Decision {
  return {
    ...decision,
    direction: 'hold',
    desired: decision.current,
    change: 0,
    blockedBy,
    reason: { code: blockedBy, params: { ...decision.reason.params, desired: decision.current, constraint: reason } },
    trace: [...decision.trace, { stage: 'capacity', proposed: decision.current, reason }],
  };
}
