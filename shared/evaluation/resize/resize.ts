import { lazyModule, type Reason } from '../../model/index.ts';
import { warmPoolOf } from '../../providers/index.ts';
import { changed, type GroupState } from '../../state/index.ts';
import { because, underWay } from '../because.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import { newsOf } from '../events/news.ts';
import { publish, publishAll } from '../events/publish.ts';
import type { Activity } from '../model.ts';
import type { DecidedContext, GroupContext, LaunchContext, WorkersContext } from '../observe/group-context.ts';
import { interruptedOfferings } from '../observe/workers/interrupted.ts';
import { type Admitted, admitted } from '../plan/admit.ts';
import type { PoolStep } from '../pool/step.ts';
import type { EvaluationReport } from '../report.ts';
import { lookAgainIn } from '../triggers/follow-up.ts';
import { watchOf } from '../watch/watch-group.ts';
import { activityOf, claimRequest } from './claim.ts';
import { reasonOf } from './reason-of.ts';
import { remember } from './remember.ts';

type Report = Omit<EvaluationReport, 'group' | 'trigger' | 'at' | 'seen'>;

/**
 * Plan → admit → claim → execute → settle, if the decision needs a resize or a worker is missing. Otherwise stores the
 * results of the evaluation.
 */
export async function resize(context: GroupContext, dependencies: EvaluationDependencies): Promise<Report> {
  if (context.policy.dryRun) return dryRun(context, dependencies);
  await excludeInterrupted(context, dependencies);
  const id = dependencies.newActivityId(context.now);
  const admission = await admitted(context, id, dependencies);
  const { decision, observation, isOutOfBudget, scaledIn } = admission;
  const pool = hasPool(context) ? await keptPool(context, admission, id, dependencies) : null;
  const { intent, drawn } = pool?.intent ? pool : admission;
  const notes = [...context.endings, ...admission.notes, ...(pool?.notes ?? [])];
  await record({ ...context, decision, observation }, dependencies);
  const explained = { decision, ...noted([...context.unread, ...notes]) };
  if (!intent) {
    // A change of the desired capacity starts a cooldown even if the workers already exist.
    await remember(context, decision, { isCarriedOut: true, keepsRevision: isOutOfBudget, pool }, dependencies);
    return { result: 'held', reason: decision.reason, ...explained };
  }
  const activity = activityOf(context, id, { decision, intent, notes }, dependencies.holder);
  return { ...(await carriedOut(context, activity, { pool, scaledIn, drawn }, dependencies)), ...explained };
}

/** Decides and remembers, but plans nothing. */
async function dryRun(context: GroupContext, dependencies: EvaluationDependencies): Promise<Report> {
  const { decision } = context;
  await record(context, dependencies);
  // The proposals count for the next decision. The desired capacity does not, because nothing was changed.
  await remember(context, decision, { isCarriedOut: false }, dependencies);
  return {
    result: 'dry-run',
    reason: because['dry-run']({ decision: decision.reason }),
    decision,
    ...noted([...context.unread, ...context.endings]),
  };
}

interface Granted extends Pick<Admitted, 'scaledIn' | 'drawn'> {
  readonly pool: PoolStep | null;
}

/** Claims the group for an activity, executes and settles it. If the claim is lost, gives back the calls that were granted. */
async function carriedOut(
  context: GroupContext,
  activity: Activity,
  { pool, scaledIn, drawn }: Granted,
  dependencies: EvaluationDependencies,
): Promise<Report> {
  const { policy, state } = context;
  const { id, intent, decision } = activity;
  // Loaded before the claim: if loading failed afterwards, the claim would stay until its lease expires.
  const { execute } = await execution();
  const watched = watchOf(context, decision);
  const news = newsOf(context, { decision, watched, isWithoutResize: false });
  const request = claimRequest(context, activity, watched, news, dependencies.leaseSeconds, { pool, scaledIn });
  // After a long pause, the plan is too old to claim: its lease would have expired.
  const isStale = dependencies.clock() >= request.leaseUntil;
  const claim = isStale ? { won: false as const, state: null } : await dependencies.claims.begin(request);
  if (!claim.won) {
    if (drawn) await dependencies.providers.of(intent.provider).giveBack(drawn);
    return lost(claim.state);
  }
  const claimed = changed(state, request.change);
  const begun = await publish(policy.group, claimed.outbox, [activity], dependencies);
  const { workers, members = [] } = context.description;
  const described = intent.kind === 'pool' ? members : workers;
  const settled = await execute(activity, claimed, described, request.leaseUntil, dependencies);
  if (!settled.isBegun) return { result: 'lost', reason: because['lease-over']({ activity: id }) };
  const { activity: done, entries } = settled;
  await publishAll(policy.group, { ...begun.left, ...entries }, [done], dependencies, begun.keys);
  return {
    result: 'resized',
    reason: reasonOf(done),
    activity: id,
    intent,
    lookAgainIn: lookAgainIn(policy, intent, context.unhealthy),
    ...(done.outcome && { outcome: done.outcome }),
  };
}

/** A group that has a warm pool, or had one whose members are still there. */
const hasPool = ({ policy, state, members }: WorkersContext): boolean =>
  members.length + state.pool.members.length > 0 || warmPoolOf(policy.provider) !== null;

/** Most evaluations resize nothing, so a cold start does not read this code. */
const execution = lazyModule(() => import('./execute.ts'));

const pools = lazyModule(() => import('../pool/step.ts'));
const recorded = lazyModule(() => import('../record/recorded-case.ts'));

/** Few groups have a warm pool, so a cold start does not read what keeps it. Of a resize, it only learns. */
async function keptPool(
  context: GroupContext,
  { decision, intent }: Pick<Admitted, 'decision' | 'intent'>,
  token: string,
  dependencies: EvaluationDependencies,
): Promise<PoolStep> {
  const decided = { ...context, decision };
  const { poolStep, learnt } = await pools();
  return intent ? learnt(decided) : poolStep(decided, token, dependencies);
}

const noted = (notes: readonly Reason[]): Pick<Report, 'notes'> => (notes.length > 0 ? { notes } : {});

/** Excludes the offerings of interrupted workers for all groups of the account. */
async function excludeInterrupted(
  { policy, workers, state, unavailable, now }: LaunchContext,
  { offerings }: Pick<EvaluationDependencies, 'offerings'>,
): Promise<void> {
  const interrupted = interruptedOfferings(policy, workers, state.notices, now);
  if (interrupted.size === 0) return;
  const known = await unavailable();
  for (const [offering, until] of interrupted) {
    if ((known.get(offering) ?? 0) < until) await offerings.note([offering], until, now);
  }
}

function lost(winner: GroupState | null): Report {
  const claim = winner?.claim;
  const reason = claim ? underWay(claim, claim.leaseUntil) : because['group-changed']({});
  return { result: 'lost', reason };
}

/** Few evaluations are recorded whole, so a cold start does not read what writes them. */
async function record(
  decided: DecidedContext,
  { record: keep }: Pick<EvaluationDependencies, 'record'>,
): Promise<void> {
  if (!keep) return;
  const { recordedCase } = await recorded();
  keep(recordedCase(decided));
}
