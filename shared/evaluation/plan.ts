import type { Decision } from '../decision/index.ts';
import type { Case } from './case.ts';
import { launchIntent } from './intent.ts';
import type { Intent } from './model.ts';

/** What comes of a case: `intent` is null when there is nothing to resize, or no pool to launch from; `decision` says so. */
export interface Plan {
  readonly decision: Decision;
  readonly intent: Intent | null;
}

/** `token`: the id of the activity that a resize would be. */
export function planOf(each: Case, token: string): Plan {
  const { decision, policy, state, listed, now } = each;
  const change = changeNeeded(each);
  if (change === 0) return { decision, intent: null };
  if (change < 0) {
    const drainUntil = now + policy.behavior.in.drain * 1000;
    return { decision, intent: { kind: 'retire', victims: decision.retire, drainUntil } };
  }
  const intent = launchIntent(policy, state, listed, change, token, now);
  return intent ? { decision, intent } : { decision: withheld(decision), intent };
}

/**
 * Workers to launch (or retire, negative) so that those alive meet the decision. A group that holds but is short of
 * workers, because some vanished or a launch was partial, is brought back to its size; one with too many is left alone.
 */
function changeNeeded({ decision, seen, policy }: Case): number {
  const { pending, warming, ready, unhealthy } = seen.workers;
  const change = decision.desired - (pending + warming + ready + unhealthy);
  if (decision.direction === 'in') return -decision.retire.length;
  const mayLaunch = decision.blockedBy !== 'paused' && policy.paused !== true && policy.paused !== 'out';
  return mayLaunch ? Math.max(0, change) : 0;
}

function withheld(decision: Decision): Decision {
  const because = 'every pool of the policy has lately refused to launch';
  const wish = decision.change === 0 ? 'lacks workers' : `would go to ${decision.desired}`;
  return {
    ...decision,
    direction: 'hold',
    desired: decision.current,
    change: 0,
    blockedBy: 'capacity-unavailable',
    reason: `Holds at ${decision.current}: ${wish}, but ${because}.`,
    trace: [...decision.trace, { stage: 'capacity', proposed: decision.current, because }],
  };
}
