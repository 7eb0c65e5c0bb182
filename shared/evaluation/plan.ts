import { type BlockedBy, chooseVictims, type Decision } from '../decision/index.ts';
import { isOpen } from './breaker.ts';
import type { Case } from './case.ts';
import { launchIntent } from './intent.ts';
import type { Intent, LaunchIntent } from './model.ts';
import { type IllWorker, replacedText, replacementsOf } from './replacements.ts';

/** What comes of a case: `intent` is null when there is nothing to resize, or it cannot be now; `decision` says so. */
export interface Plan {
  readonly decision: Decision;
  readonly intent: Intent | null;
}

/** `token`: the id of the activity that a resize would be. */
export function planOf(each: Case, token: string): Plan {
  const { decision, policy, state, seen, ill } = each;
  if (decision.direction === 'in') return { decision, intent: retirement(each, decision.retire) };

  const illDraining = state.draining.filter(({ healthy }) => !healthy).flatMap(({ victims }) => victims).length;
  const replaced = replacementsOf(ill, policy, seen, illDraining);
  const { pending, warming, ready, unhealthy } = seen.workers;
  const live = pending + warming + ready + unhealthy;
  const missing = decision.desired - (live - replaced.length);
  const mayLaunch = decision.blockedBy !== 'paused' && policy.paused !== true && policy.paused !== 'out';
  if (missing > 0 && mayLaunch) return launchOf(each, missing, token, replaced);
  return withoutReplaced(each, replaced, Math.max(0, live - decision.desired));
}

/**
 * Replacements are there: the ill ones may go, but no more than the group can do without. Where one has recovered
 * meanwhile, somebody else goes: the replacement was one too many.
 */
function withoutReplaced(each: Case, replaced: readonly IllWorker[], spare: number): Plan {
  const { decision, policy, state, observation, ill } = each;
  const gone = replaced.filter((worker) => !worker.protected).slice(0, spare);
  if (gone.length > 0) {
    const told = withStage(decision, 'health', `${replacedText(gone)}: replaced`);
    return { decision: told, intent: retirement(each, idsOf(gone), gone.length) };
  }
  const recovered = ill.length === 0 && policy.paused === false ? Math.min(state.replacing, spare) : 0;
  const workers = Array.isArray(observation.workers) ? observation.workers : [];
  const victims = chooseVictims(workers, recovered, policy.provider?.retire ?? 'balanced', []);
  if (victims.length === 0) return { decision, intent: null };
  const told = withStage(
    decision,
    'health',
    `a worker that was replaced is well again: ${victims.join(', ')} is too many`,
  );
  return { decision: told, intent: retirement(each, victims, victims.length) };
}

const idsOf = (workers: readonly IllWorker[]): string[] => workers.map(({ id }) => id);

function retirement({ policy, ill, now }: Case, victims: readonly string[], replaced = 0): Intent | null {
  if (victims.length === 0) return null;
  const isIll = new Set(ill.map(({ id }) => id));
  return {
    kind: 'retire',
    victims,
    drainUntil: now + policy.behavior.in.drain * 1000,
    healthy: !victims.some((id) => isIll.has(id)),
    replaced,
    targetGroups: policy.provider?.targetGroups ?? [],
  };
}

/** Draining workers are taken back before new ones are launched: they are paid for, and warm. */
function launchOf(each: Case, missing: number, token: string, replaced: readonly IllWorker[]): Plan {
  const { policy, state, listed, now } = each;
  const takeBack = returnable(each).slice(0, missing);
  const toLaunch = missing - takeBack.length;
  const vanished = vanishedOf(each, missing - replaced.length);
  const decision = explained(each.decision, replaced, vanished);
  if (toLaunch === 0) return { decision, intent: onlyTakingBack(takeBack, 0, token) };
  const open = isOpen(state.breaker, now) ? state.breaker : null;
  const intent = open ? null : launchIntent(policy, state, listed, toLaunch, token, now);
  if (intent) return { decision, intent: { ...intent, takeBack, vanished, replaces: replaced.length } };
  const because = open
    ? `launches wait until ${new Date(open.until).toISOString()} after ${open.failures} in a row: ${open.because}`
    : 'every pool of the policy has lately refused to launch';
  if (takeBack.length === 0) return { decision: withheld(decision, because), intent: null };
  return { decision: withStage(decision, 'capacity', because), intent: onlyTakingBack(takeBack, toLaunch, token) };
}

/** Workers that drain because there were too many, and have not said that they are done; the last to go comes back first. */
function returnable({ state, listed, ill }: Case): string[] {
  const isIll = new Set(ill.map(({ id }) => id));
  const there = new Map(listed.map((worker) => [worker.id, worker]));
  return state.draining
    .filter(({ healthy }) => healthy)
    .toSorted((one, other) => other.until - one.until)
    .flatMap(({ victims }) => victims)
    .filter((id) => there.get(id)?.drained === false && !isIll.has(id));
}

/** Lacking, though the rules are content and the last launch brought all it was asked for: somebody has ended them. */
function vanishedOf({ decision, state }: Case, missing: number): number {
  const isAsDecided = decision.direction === 'hold' && state.desired === decision.desired;
  return isAsDecided ? Math.max(0, missing - state.unfulfilled) : 0;
}

const onlyTakingBack = (takeBack: readonly string[], deferred: number, token: string): LaunchIntent => ({
  ...{ kind: 'launch', token, takeBack, vanished: 0, replaces: 0, deferred, onDemand: 0, spot: 0, pools: [] },
  launchTemplate: { version: '$Default' },
});

function explained(decision: Decision, replaced: readonly IllWorker[], vanished: number): Decision {
  const ill = replaced.length > 0 ? withStage(decision, 'health', `${replacedText(replaced)}: replaced`) : decision;
  if (vanished === 0) return ill;
  return withStage(ill, 'repair', `${vanished} ${vanished === 1 ? 'worker has' : 'workers have'} vanished: replaced`);
}

export function withStage(decision: Decision, stage: string, because: string): Decision {
  const trace = [...decision.trace, { stage, proposed: decision.desired, because }];
  return { ...decision, reason: `${decision.reason} Also, ${because}.`, trace };
}

/** The decision when what it asks for cannot be launched now. */
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
