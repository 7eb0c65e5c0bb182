import type { Decision } from '../decision/index.ts';
import { type Plan, withheld, withStage } from './amended.ts';
import { launchIntent } from './capacity/intent.ts';
import { isWaiting } from './capacity/launch-backoff.ts';
import type { Case } from './case.ts';
import { type IllWorker, replacedReason, replacementsOf } from './health/replacements.ts';
import type { LaunchIntent } from './model.ts';
import { diedYoung, liveOf } from './observation.ts';
import { because } from './reasons.ts';
import { shrinkOf, withoutReplaced } from './retirement.ts';

/** `token`: the id of the activity that a resize would be. */
export async function planOf(each: Case, token: string): Promise<Plan> {
  const { decision, policy, state, seen, ill } = each;
  if (decision.direction === 'in') return shrinkOf(each);

  const leavingIll = state.drains.filter(({ cancelable }) => !cancelable).flatMap(({ workers }) => workers);
  const replaced = replacementsOf(ill, policy, seen, new Set([...leavingIll, ...each.illDraining]).size);
  const missing = decision.desired - (liveOf(seen) - replaced.length);
  const mayLaunch = decision.blockedBy !== 'paused' && policy.paused !== true && policy.paused !== 'out';
  if (missing > 0 && mayLaunch) return launchOf(each, missing, token, replaced);
  return withoutReplaced(each, replaced);
}

/** Draining workers are taken back before new ones are launched: they are paid for, and warm. */
async function launchOf(each: Case, missing: number, token: string, replaced: readonly IllWorker[]): Promise<Plan> {
  const { policy, state, listed, now } = each;
  const takeBack = returnable(each).slice(0, missing);
  const toLaunch = missing - takeBack.length;
  const vanished = vanishedOf(each, missing - replaced.length);
  const decision = explained(each.decision, replaced, vanished);
  if (toLaunch === 0) return { decision, intent: onlyTakingBack(takeBack, 0, token) };
  const open = isWaiting(state.provider.launchBackoff, now) ? state.provider.launchBackoff : null;
  const intent = open ? null : launchIntent(policy, state, await each.unavailable(), listed, toLaunch, token, now);
  const young = Math.min(vanished, diedYoung(state.provider.launched, listed).length);
  if (intent) return { decision, intent: { ...intent, takeBack, vanished: young, replaces: replaced.length } };
  const reason = open
    ? because['launch-backoff']({
        until: new Date(open.until).toISOString(),
        failures: open.failures,
        cause: open.because,
      })
    : because['all-pools-excluded']({});
  if (takeBack.length === 0) return { decision: withheld(decision, reason), intent: null };
  return { decision: withStage(decision, 'capacity', reason), intent: onlyTakingBack(takeBack, toLaunch, token) };
}

/** Workers that drain because there were too many, and have not said that they are done; the last to go comes back first. */
function returnable({ state, listed, illDraining }: Case): string[] {
  const there = new Map(listed.map((worker) => [worker.id, worker]));
  return state.drains
    .filter(({ cancelable }) => cancelable)
    .toSorted((one, other) => other.until - one.until)
    .flatMap(({ workers }) => workers)
    .filter((id) => there.get(id)?.drained === false && !illDraining.has(id));
}

/** Lacking, though the rules are content and the last launch brought all it was asked for: somebody has ended them. */
function vanishedOf({ decision, state }: Case, missing: number): number {
  const isAsDecided = decision.direction === 'hold' && state.decision.desired === decision.desired;
  return isAsDecided ? Math.max(0, missing - state.provider.shortfall) : 0;
}

const onlyTakingBack = (takeBack: readonly string[], deferred: number, token: string): LaunchIntent => ({
  ...{ kind: 'launch', token, takeBack, vanished: 0, replaces: 0, deferred, onDemand: 0, spot: 0, pools: [] },
  launchTemplate: { version: '$Default' },
});

function explained(decision: Decision, replaced: readonly IllWorker[], vanished: number): Decision {
  const ill = replaced.length > 0 ? withStage(decision, 'health', replacedReason(replaced)) : decision;
  if (vanished === 0) return ill;
  return withStage(ill, 'repair', because['terminated-externally']({ workers: vanished }));
}
