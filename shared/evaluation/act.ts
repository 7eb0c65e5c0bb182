import { isDeepStrictEqual } from 'node:util';
import type { Decision } from '../decision/index.ts';
import type { Observation, Policy } from '../policy/index.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import { nextDue } from './due.ts';
import { lookAgainIn } from './follow-up.ts';
import { withChange, withProposal } from './history.ts';
import { launchIntent } from './intent.ts';
import type { Activity, GroupState, Intent, ListedWorker, Seen, Trigger } from './model.ts';
import { historySeconds, queuesWithPast } from './needs.ts';
import type { ClaimRequest, Learned } from './ports.ts';
import type { EvaluationReport } from './report.ts';
import { carryOut, toldOf } from './resize.ts';

/** One group's decision on its way into the world. */
export interface Case {
  readonly policy: Policy;
  readonly state: GroupState;
  readonly listed: readonly ListedWorker[];
  readonly observation: Observation;
  readonly decision: Decision;
  readonly seen: Seen;
  readonly trigger: Trigger;
  readonly now: number;
  /** Workers waited for have been listed meanwhile: `state.launched` is shorter than what is written. */
  readonly hasSeenLaunches: boolean;
}
type Report = Omit<EvaluationReport, 'group' | 'trigger' | 'at' | 'seen'>;

/** Claims and resizes if the decision (or a missing worker) asks for it, else remembers what was learned. */
export async function act(each: Case, dependencies: EvaluationDependencies): Promise<Report> {
  const { decision, policy, now } = each;
  if (policy.dryRun) {
    // What it would propose counts for its next decision. Its size does not: nothing was done, so it is what is there.
    await remember(each, decision, {}, dependencies);
    return { result: 'dry-run', told: `${decision.reason} Nothing is done: dryRun is set.`, decision };
  }
  const id = dependencies.newActivityId(now);
  const change = changeNeeded(each);
  if (change === 0) return settleDown(each, decision, dependencies);
  const intent = change > 0 ? launchIntent(policy, each.state, each.listed, change, id, now) : retireIntent(each);
  if (!intent) return settleDown(each, withheld(decision), dependencies);

  const activity = newActivity(each, id, intent, dependencies.holder);
  const claim = await dependencies.claims.begin(claimRequest(each, activity, dependencies.leaseSeconds));
  if (!claim.won) return lost(decision, claim.state);
  const settled = await carryOut(activity, each.state, dependencies);
  return {
    result: 'resized',
    told: toldOf(settled.activity),
    decision,
    activity: id,
    intent,
    lookAgainIn: lookAgainIn(policy, intent),
    ...(settled.activity.outcome ? { outcome: settled.activity.outcome } : {}),
  };
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

function retireIntent({ decision, policy, now }: Case): Intent {
  return { kind: 'retire', victims: decision.retire, drainUntil: now + policy.behavior.in.drain * 1000 };
}

function newActivity(
  { policy, state, trigger, now, seen, decision }: Case,
  id: string,
  intent: Intent,
  holder: string,
): Activity {
  return {
    id,
    group: policy.group,
    trigger,
    status: 'claimed',
    holder,
    startedAt: now,
    version: state.version ?? 0,
    seen,
    decision,
    intent,
    outcome: null,
    error: null,
    settledAt: null,
  };
}

/** The cooldown starts with the claim, in the same transaction: no crash can lose it. */
function claimRequest(each: Case, activity: Activity, leaseSeconds: number): ClaimRequest {
  const { state, policy, decision, now } = each;
  const { direction } = decision;
  const request = { activity, seen: state.revision, now, leaseUntil: now + leaseSeconds * 1000 };
  const learned = { ...remembered(each), ...missed(each), ...reread(each) };
  if (direction === 'hold') return { ...request, notSince: null, state: { desired: decision.desired, ...learned } };

  const notSinceAt = now - policy.behavior[direction].cooldown * 1000;
  const last = direction === 'out' ? state.lastOutAt : state.lastInAt;
  // A group outside its bounds moves during a cooldown too; then there is nothing for the condition to insist on.
  const waited = last === null || last <= notSinceAt;
  return {
    ...request,
    notSince: waited ? { direction, at: notSinceAt } : null,
    state: {
      desired: decision.desired,
      ...(direction === 'out' ? { lastOutAt: now } : { lastInAt: now }),
      ruleFiredAt: { ...state.ruleFiredAt, ...Object.fromEntries(decision.fired.map((rule) => [rule, now])) },
      changes: withChange(state, policy, decision.change, now),
      ...learned,
    },
  };
}

/** Nothing to resize: what the evaluation learned is written, if it is anything new. */
async function settleDown(each: Case, decision: Decision, dependencies: EvaluationDependencies): Promise<Report> {
  const { desired } = decision;
  await remember(each, decision, desired === each.state.desired ? {} : { desired }, dependencies);
  return { result: 'held', told: decision.reason, decision };
}

/** Writes what was learned, if it is anything new. */
async function remember(
  each: Case,
  decision: Decision,
  also: Learned,
  { states }: Pick<EvaluationDependencies, 'states'>,
): Promise<void> {
  const { state, policy, now } = each;
  const dueAt = nextDue({ ...each, decision });
  const learned: Learned = {
    ...remembered(each),
    ...missed(each),
    ...reread(each),
    ...(each.hasSeenLaunches ? { launched: state.launched } : {}),
    ...(dueAt === state.dueAt ? {} : { dueAt }),
    ...also,
  };
  // Where somebody else has written a newer state, that one stands; the next evaluation learns the same again.
  if (Object.keys(learned).length > 0) await states.remember(policy.group, state.revision, now, learned);
}

function remembered({ state, policy, decision, now }: Case): Pick<Learned, 'proposals'> {
  if (decision.proposal === null) return {};
  const proposals = withProposal(state.proposals, policy, decision.proposal, decision.current, now);
  return proposals === state.proposals ? {} : { proposals };
}

/** Counts the evaluations without data, for rules that fall back after some; nothing is counted for the others. */
function missed({ state, policy, decision }: Case): Pick<Learned, 'missing'> {
  const blind = policy.rules.filter(({ name, fallback }) => fallback && decision.blind.includes(name));
  const missing = Object.fromEntries(
    blind.map(({ name, fallback }) => [name, Math.min((fallback?.after ?? 0) + 1, (state.missing[name] ?? 0) + 1)]),
  );
  return isDeepStrictEqual(missing, state.missing) ? {} : { missing };
}

/** The recent readings of queues that a rule waits on; nothing, and so no write, for a policy without such a rule. */
function reread({ state, policy, observation, now }: Case): Pick<Learned, 'readings'> {
  const oldest = now - historySeconds(policy) * 1000;
  const readings = Object.fromEntries(
    queuesWithPast(policy).map((name) => [name, (observation.metrics[name] ?? []).filter(({ at }) => at > oldest)]),
  );
  return isDeepStrictEqual(readings, state.readings) ? {} : { readings };
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

function lost(decision: Decision, winner: GroupState | null): Report {
  const claim = winner?.claim;
  const told = claim
    ? `Activity ${claim.activity} of ${claim.holder} is under way until ${new Date(claim.leaseUntil).toISOString()} at the latest.`
    : 'Another evaluation has changed the group meanwhile.';
  return { result: 'lost', told, decision };
}
