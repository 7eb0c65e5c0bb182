import { act } from './act.ts';
import { urgencyOf } from './capacity/afford.ts';
import { type Case, caseOf } from './case.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import { reconcile } from './health/reconcile.ts';
import { finishAll } from './mending/finish-all.ts';
import type { Trigger } from './model.ts';
import { type Observed, observe } from './observe.ts';
import type { PolicyCache } from './policies/policy-cache.ts';
import { isEmptied } from './policies/retiring.ts';
import type { Urgency } from './ports.ts';
import { because, underWay } from './reasons.ts';
import { recordedCase } from './recorded-case.ts';
import type { EvaluationReport } from './report.ts';

/** Groups that act at the same time: enough to hide latency, few enough not to be throttled. */
const PARALLEL_GROUPS = 20;

/**
 * One evaluation of many groups: observed in batches, then each finished and decided, and each that acts claimed,
 * resized and settled on its own, the most urgent first. A group that fails fails alone. Throws only when the
 * observation as a whole is impossible.
 */
export async function evaluate(
  groups: readonly string[],
  trigger: Trigger,
  cache: PolicyCache,
  dependencies: EvaluationDependencies,
): Promise<EvaluationReport[]> {
  const distinct = [...new Set(groups)];
  const observed = await observe(distinct, cache, dependencies);
  const prepared = await inParallel(distinct, (group) =>
    reported(group, trigger, dependencies, () => prepare(group, trigger, observed, dependencies)),
  );
  const byUrgency = prepared.toSorted((one, other) => RANK[urgency(one)] - RANK[urgency(other)]);
  return inParallel(byUrgency, async (each) => {
    if (!('case' in each)) return each;
    const { case: decided, finished } = each;
    const clock = () => decided.now;
    return reported<never>(decided.policy.group, trigger, { clock }, async () => ({
      ...{ seen: decided.seen, ...finished },
      ...(await act(decided, dependencies)),
    }));
  });
}

const RANK: Readonly<Record<Urgency, number>> = { repair: 0, short: 1, usual: 2 };
const urgency = (each: Prepared | EvaluationReport): Urgency => ('case' in each ? urgencyOf(each.case) : 'usual');

type Report = Omit<EvaluationReport, 'group' | 'trigger' | 'at'>;

/** A group that is decided; what it comes to is for `act`. */
interface Prepared {
  readonly case: Case;
  readonly finished: Pick<EvaluationReport, 'finished'>;
}

/** The report with its occasion; a failure is one. What is only prepared has nothing to report yet. */
async function reported<T extends Prepared>(
  group: string,
  trigger: Trigger,
  { clock }: Pick<EvaluationDependencies, 'clock'>,
  evaluated: () => Promise<T | Report>,
): Promise<T | EvaluationReport> {
  const common = { group, trigger, at: clock() };
  try {
    const answer = await evaluated();
    return 'case' in answer ? answer : { ...common, ...answer };
  } catch (cause) {
    const error = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    return { ...common, result: 'failed', reason: because['evaluation-failed']({ error }), error };
  }
}

async function prepare(
  group: string,
  trigger: Trigger,
  observed: Observed,
  dependencies: EvaluationDependencies,
): Promise<Prepared | Report> {
  const now = dependencies.clock();
  const read = observed.states.get(group);
  if (!read) return { result: 'skipped', reason: because['unknown-group']({}) };
  if (read.claim && read.claim.leaseUntil > now) {
    return { result: 'lost', reason: underWay(read.claim) };
  }
  const listed = observed.workers.get(group) ?? [];
  const { state: left, finished, leaving } = await finishAll(read, listed, now, dependencies);
  const done = finished.length > 0 ? { finished } : {};
  if (left === null) return { result: 'lost', reason: because['group-changed']({}), ...done };
  // What was observed belongs to the policy that was in force then.
  if (left.policy.version !== read.policy.version || left.policy.deleting !== read.policy.deleting) {
    return { result: 'lost', reason: because['policy-changed']({}), ...done };
  }
  if (left.policy.version === null) {
    const isFinished = left.claim === null && left.drains.length === 0;
    if (isFinished && left.schedule.dueAt !== null) await dependencies.states.finalizeDeletion(left, now);
    return { result: 'skipped', reason: because['no-policy-in-force']({}), ...done };
  }
  const accepted = observed.policies.get(group);
  if (!accepted)
    throw new Error(`version ${left.policy.version} of the policy of ${group} cannot be read: put the policy again`);
  if (left.policy.deleting && (accepted.dryRun || isEmptied(left, listed))) {
    await dependencies.states.finalizeDeletion(left, now);
    return {
      result: 'skipped',
      reason: because['group-deleted']({}),
      ...done,
    };
  }
  const each = caseOf(accepted, left, observed, { trigger, now, leaving });
  dependencies.record?.(recordedCase(each));
  if (!each.policy.dryRun) await reconcile(each, observed, dependencies);
  return { case: each, finished: done };
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL_GROUPS, items.length) }, worker));
  return results;
}
