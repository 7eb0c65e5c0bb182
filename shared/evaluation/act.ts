import type { Decision } from '../decision/index.ts';
import { changed, type Drain, type GroupState, isEmptyChange, type StateChange } from '../state/index.ts';
import { afford } from './capacity/afford.ts';
import type { Case } from './case.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import { rememberedBy } from './learned.ts';
import type { Activity, Intent } from './model.ts';
import { liveOf } from './observation.ts';
import { planOf } from './plan.ts';
import type { ClaimRequest } from './ports.ts';
import { because, underWay } from './reasons.ts';
import type { EvaluationReport } from './report.ts';
import { carryOut, reasonOf } from './resize/index.ts';
import { nextDue } from './waking/due.ts';
import { lookAgainIn } from './waking/follow-up.ts';

type Report = Omit<EvaluationReport, 'group' | 'trigger' | 'at' | 'seen'>;

/** Claims and resizes if the decision (or a missing worker) asks for it, else remembers what was learned. */
export async function act(each: Case, dependencies: EvaluationDependencies): Promise<Report> {
  const { policy, now } = each;
  if (policy.dryRun) {
    const { decision } = each;
    // What it would propose counts for its next decision. Its size does not: nothing was done, so it is what is there.
    await remember(each, decision, false, dependencies);
    return { result: 'dry-run', reason: because['dry-run']({ decision: decision.reason }), decision };
  }
  const id = dependencies.newActivityId(now);
  const { decision, intent, drawn } = await afford(await planOf(each, id), each, dependencies);
  if (!intent) return settleDown(each, decision, dependencies);

  const activity = newActivity(each, id, decision, intent, dependencies.holder);
  const request = claimRequest(each, activity, dependencies.leaseSeconds);
  const claim = await dependencies.claims.begin(request);
  if (!claim.won) {
    if (drawn) await dependencies.budget.giveBack(drawn.kind, drawn.count);
    return lost(decision, claim.state);
  }
  const claimed = changed(each.state, request.change);
  const settled = await carryOut(activity, claimed, each.listed, dependencies);
  return {
    result: 'resized',
    reason: reasonOf(settled.activity),
    decision,
    activity: id,
    intent,
    lookAgainIn: lookAgainIn(policy, intent),
    ...(settled.activity.outcome ? { outcome: settled.activity.outcome } : {}),
  };
}

function newActivity(
  { policy, state, trigger, now, seen }: Case,
  id: string,
  decision: Decision,
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
    version: state.policy.version ?? 0,
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
  const { state, policy, now } = each;
  const { decision, intent } = activity;
  const { direction } = decision;
  const drains = drainsAfter(state, intent);
  const change = { decision: rememberedBy(each, decision, true), ...(drains && { drains }) };
  const request = { activity, state, now, leaseUntil: now + leaseSeconds * 1000, change };
  if (direction === 'hold') return { ...request, notSince: null };

  const notSinceAt = now - policy.behavior[direction].cooldown * 1000;
  const last = direction === 'out' ? state.decision.lastOutAt : state.decision.lastInAt;
  // A group outside its bounds moves during a cooldown too; then there is nothing for the condition to insist on.
  const waited = last === null || last <= notSinceAt;
  return { ...request, notSince: waited ? { direction, at: notSinceAt } : null };
}

/** A drain is canceled from the claim on: what was to terminate those workers passes them over. */
function drainsAfter({ drains }: GroupState, intent: Intent): readonly Drain[] | null {
  if (intent.kind !== 'launch' || intent.takeBack.length === 0) return null;
  const back = new Set(intent.takeBack);
  return drains.map((drain) => ({ ...drain, workers: drain.workers.filter((id) => !back.has(id)) }));
}

/**
 * Nothing to resize: what was decided and learned is written, if it is anything new. A move whose workers are there
 * already is a move, with its cooldown.
 */
async function settleDown(each: Case, decision: Decision, dependencies: EvaluationDependencies): Promise<Report> {
  await remember(each, decision, true, dependencies);
  return { result: 'held', reason: decision.reason, decision };
}

/** Writes what was learned, if it is anything new. */
async function remember(
  each: Case,
  decision: Decision,
  isCarriedOut: boolean,
  { states }: Pick<EvaluationDependencies, 'states'>,
): Promise<void> {
  const { state, now } = each;
  const memory = rememberedBy(each, decision, isCarriedOut);
  const dueAt = nextDue({ ...each, decision });
  const provider = {
    ...(each.hasSettled ? { launched: state.provider.launched } : {}),
    ...(isReplacementOver(each, decision) ? { replacementsInFlight: 0 } : {}),
  };
  const change: StateChange = {
    ...(Object.keys(memory).length > 0 && { decision: memory }),
    ...(Object.keys(provider).length > 0 && { provider }),
    ...(each.hasSettled && { notices: state.notices }),
    ...(dueAt === state.schedule.dueAt ? {} : { schedule: { dueAt } }),
  };
  // Where somebody else has written a newer state, that one stands; the next evaluation learns the same again.
  if (!isEmptyChange(change)) await states.remember(each.state, now, change);
}

/** The ill worker went by itself, or in a shrink: its replacement is no longer one too many. */
function isReplacementOver({ state, seen, ill }: Case, { desired }: Decision): boolean {
  return state.provider.replacementsInFlight > 0 && ill.length === 0 && liveOf(seen) <= desired;
}

function lost(decision: Decision, winner: GroupState | null): Report {
  const claim = winner?.claim;
  const reason = claim ? underWay(claim, claim.leaseUntil) : because['group-changed']({});
  return { result: 'lost', reason, decision };
}
