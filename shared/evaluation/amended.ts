import type { BlockedBy, Decision } from '../decision/index.ts';
import type { Intent } from './model.ts';

/** What comes of a case: `intent` is null when there is nothing to resize, or it cannot be now; `decision` says so. */
export interface Plan {
  readonly decision: Decision;
  readonly intent: Intent | null;
}

/** The decision, and what else is done or left undone with it. */
export function withStage(decision: Decision, stage: string, because: string): Decision {
  const trace = [...decision.trace, { stage, proposed: decision.desired, because }];
  return { ...decision, reason: `${decision.reason} Also, ${because}.`, trace };
}

/** The decision when what it asks for cannot be done now. */
export function withheld(decision: Decision, because: string, blockedBy: BlockedBy = 'capacity-unavailable'): Decision {
  const wish = decision.change === 0 ? 'lacks workers' : `would go to ${decision.desired}`;
  return {
    ...decision,
    direction: 'hold',
    desired: decision.current,
    change: 0,
    blockedBy,
    reason: `Holds at ${decision.current}: ${wish}, but ${because}.`,
    trace: [...decision.trace, { stage: 'capacity', proposed: decision.current, because }],
  };
}
