import { errorText, lazyModule, reasonOfError } from '../model/index.ts';
import type { Description, Urgency } from '../providers/index.ts';
import { type GroupState, type Outbox, poolSlice } from '../state/index.ts';
import { because, underWay } from './because.ts';
import type { Needs } from './cluster/needs.ts';
import type { Decided } from './cluster/pass.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import { publishAll } from './events/publish.ts';
import type { Trigger } from './model.ts';
import { deciding, type GroupContext, NOT_DESCRIBED } from './observe/context.ts';
import { describedAgain } from './observe/describe-groups.ts';
import { type Observed, observe } from './observe/observe.ts';
import { reconcile } from './observe/reconcile.ts';
import { noteSeenWorkers } from './observe/seen-workers.ts';
import { urgencyOf } from './plan/urgency.ts';
import { isEmptied } from './policies/deletion.ts';
import type { PolicyCache } from './policies/policy-cache.ts';
import { keepRecords, withCases } from './record/keep-records.ts';
import { becauseOfRecord, recordFault } from './record-reasons.ts';
import type { RecordedCase } from './recorded-case.ts';
import type { EvaluationReport } from './report.ts';
import { resize } from './resize/resize.ts';
import { resumeAll } from './resize/resume-all.ts';
import { countFailures } from './triggers/failing.ts';

/** Number of groups that are resized at the same time. More would be throttled, and fewer would wait for AWS. */
const PARALLEL_GROUPS = 20;

/**
 * Evaluates many groups, and the others of their clusters. It observes them in batches. Then it completes unfinished activities of each group and decides.
 * Last, it claims, resizes and settles each group that needs it, the most urgent one first.
 * The failure of a group does not affect other groups. When everything is done, it records what it saw and decided. Throws only if the observation fails for all of them.
 */
export async function evaluate(
  groups: readonly string[],
  trigger: Trigger,
  cache: PolicyCache,
  dependencies: EvaluationDependencies,
): Promise<EvaluationReport[]> {
  const begunAt = dependencies.clock();
  const observed = await observe([...new Set(groups)], cache, dependencies, trigger);
  await noteSeenWorkers(observed, cache, dependencies).catch(() => {});
  const { needPrices } = await pricing();
  await needPrices(observed, dependencies);
  const { sizings } = dependencies;
  if (sizings && observed.sized.unasked.length > 0) {
    const { needSizes } = await sizing();
    await needSizes(observed.sized.unasked, { ...dependencies, sizings });
  }
  const left = new Map<string, Outbox>();
  const decided = (group: string, needs?: Needs, seen = observed) =>
    reported(group, trigger, dependencies, () => prepare(group, { trigger, needs, begunAt, left }, seen, dependencies));
  const first =
    observed.clusters.size > 0
      ? await (await clusterPass()).decidedInOrder(observed, decided, inParallel)
      : await inParallel(observed.groups, (group) => decided(group));
  const remembering = observed.known && (await listing());
  const prepared = remembering ? await remembering.listedBeforeChanges(first, observed, decided, dependencies) : first;
  const contexts = new Map(
    prepared.flatMap((each) => ('context' in each ? [[each.context.policy.group, each.context]] : [])),
  );
  const cases = new Map<string, RecordedCase>();
  const byUrgency = prepared.toSorted((one, other) => RANK[urgency(one)] - RANK[urgency(other)]);
  const reports = await inParallel(byUrgency, async (each) => {
    if (!('context' in each)) return each;
    const { context, finished } = each;
    const clock = () => context.now;
    return reported<never>(context.policy.group, trigger, { clock }, async () => ({
      seen: context.seen,
      ...finished,
      ...(await resize(context, withCases(context, dependencies, cases))),
    }));
  });
  if (observed.clusters.size > 0) await (await clusterHosts()).keepHosts(observed, contexts, reports, dependencies);
  const [counted] = await Promise.all([
    countFailures(reports, observed.states, dependencies),
    keepRecords({ reports, contexts, cases }, dependencies),
    overflowing(contexts.values(), reports, dependencies),
    observed.toTune.size > 0 && dependencies.tunings?.request(observed.toTune),
  ]);
  return counted;
}

/** Few groups ask another region, so a cold start does not read what asks. */
async function overflowing(
  contexts: Iterable<GroupContext>,
  reports: readonly EvaluationReport[],
  dependencies: EvaluationDependencies,
): Promise<void> {
  const some = [...contexts].filter(({ policy, state }) => policy.overflow || state.overflow);
  if (some.length > 0) await (await overflowAsking()).askElsewhere(some, reports, dependencies);
}

/** Loaded when they are first needed, so a cold start does not read what few groups use. */
const pricing = lazyModule(() => import('./prices/need-prices.ts'));
const clusterPass = lazyModule(() => import('./cluster/pass.ts'));
const clusterHosts = lazyModule(() => import('./cluster/hosts.ts'));
const storedHours = lazyModule(() => import('./prices/stored-hours.ts'));
const sizing = lazyModule(() => import('./rightsizing/apply.ts'));
const listing = lazyModule(() => import('./observe/listed-before-changes.ts'));
const overflowAsking = lazyModule(() => import('./overflow/ask.ts'));
const overflowReporting = lazyModule(() => import('./overflow/news.ts'));
const rolloutReporting = lazyModule(() => import('./rollout/news.ts'));
const releasing = lazyModule(() => import('./pool/release.ts'));

const RANK: Readonly<Record<Urgency, number>> = { repair: 0, short: 1, usual: 2 };
const urgency = (each: Prepared | EvaluationReport): Urgency => ('context' in each ? urgencyOf(each.context) : 'usual');

type Report = Omit<EvaluationReport, 'group' | 'trigger' | 'at'>;

/** A group with its decision, before the resize. */
interface Prepared extends Decided {
  readonly finished: Pick<EvaluationReport, 'finished'>;
}

/** Adds group, trigger and time to a report. Turns an error into a report. Returns a prepared group unchanged. */
async function reported<T extends Prepared>(
  group: string,
  trigger: Trigger,
  { clock }: Pick<EvaluationDependencies, 'clock'>,
  evaluated: () => Promise<T | Report>,
): Promise<T | EvaluationReport> {
  const common = { group, trigger, at: clock() };
  try {
    const answer = await evaluated();
    return 'context' in answer ? answer : { ...common, ...answer };
  } catch (cause) {
    const reason = reasonOfError(cause, (error) => because['evaluation-failed']({ error }));
    return { ...common, result: 'failed', reason, error: errorText(cause) };
  }
}

async function prepare(
  group: string,
  {
    trigger,
    needs,
    begunAt,
    left,
  }: {
    readonly trigger: Trigger;
    readonly needs: Needs | undefined;
    readonly begunAt: number;
    /** What is left of the outboxes that this pass has published. */
    readonly left: Map<string, Outbox>;
  },
  observed: Observed,
  dependencies: EvaluationDependencies,
): Promise<Prepared | Report> {
  const now = dependencies.clock();
  const read = observed.states.get(group);
  // After a pause, the workers that were listed before it may lack what was launched, and EC2 may have forgotten the token.
  if (now - begunAt >= dependencies.leaseSeconds * 1000)
    return { result: 'lost', reason: because['group-changed']({}) };
  if (!read) return { result: 'skipped', reason: because['unknown-group']({}) };
  if (read.claim && read.claim.leaseUntil > now) return { result: 'lost', reason: underWay(read.claim) };

  // A group that is decided twice publishes once: the state that was read still has what was published.
  const outbox = left.get(group) ?? (await publishAll(group, read.outbox, [], dependencies));
  left.set(group, outbox);
  const written = { ...read, outbox };
  const description = observed.descriptions.get(group) ?? NOT_DESCRIBED;
  if (description instanceof Error) throw description;
  const { state, finished: ids } = await resumeAll(written, description, now, dependencies);
  const finished = ids.length > 0 ? { finished: ids } : {};
  if (state === null) return { result: 'lost', reason: because['group-changed']({}), ...finished };
  // The observation is only valid for the policy version that was active when the state was read.
  const { version, deleting } = state.policy;
  if (version !== read.policy.version || deleting !== read.policy.deleting) {
    return { result: 'lost', reason: because['policy-changed']({}), ...finished };
  }
  if (version === null) {
    const isLeft = state.claim === null && state.drains.length === 0;
    const isFinished = isLeft && !(await hasMembers(state, description, now, dependencies));
    if (isFinished && state.schedule.dueAt !== null)
      await dependencies.states.finalizeDeletion({ ...state, pool: poolSlice.empty }, now);
    return { result: 'skipped', reason: because['no-policy-in-force']({}), ...finished };
  }
  const accepted = observed.policies.get(group);
  if (!accepted) throw observed.policyErrors.get(group) ?? recordFault(becauseOfRecord['policy-not-read']({ group }));
  if (deleting && (accepted.dryRun || isEmptied(state, description))) {
    await dependencies.states.finalizeDeletion(state, now);
    return { result: 'skipped', reason: because['group-deleted']({}), ...finished };
  }
  const current = ids.length > 0 ? await describedAgain(state, accepted, description, dependencies) : description;
  const decide = deciding(accepted, state, current, observed, { trigger, now });
  const decided = decide(needs);
  const { closed } = state.spending;
  const spending =
    closed.length > 0
      ? await (await storedHours()).withStoredHours(state, decided.spending, dependencies)
      : decided.spending;
  const isAsking = state.overflow !== null || state.announced.overflow !== null;
  const { happenings = [] } = decided.rolled ?? {};
  const news = {
    ...(isAsking && { overflowNews: (await overflowReporting()).overflowNews(decided) }),
    ...(happenings.length > 0 && { rolloutNews: (await rolloutReporting()).rolloutNews(happenings, now) }),
  };
  const context = { ...decided, spending, ...news };
  if (!context.policy.dryRun) await reconcile(context, dependencies);
  return { context, finished, again: (known) => ({ ...decide(known), spending, ...news }) };
}

/** Whether a group without a policy has members of a warm pool: they are terminated, because nobody starts them any more. */
const hasMembers = async (
  state: GroupState,
  description: Description,
  now: number,
  dependencies: EvaluationDependencies,
): Promise<boolean> =>
  state.pool.members.length + (description.members?.length ?? 0) > 0 &&
  (await releasing()).released(state, description, now, dependencies);

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) results.push(await work(item));
  };
  await Promise.all(items.slice(0, PARALLEL_GROUPS).map(worker));
  return results;
}
