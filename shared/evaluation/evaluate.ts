import { act } from './act.ts';
import { caseOf } from './case.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import { finish, unfinished } from './finish.ts';
import type { GroupState, ListedWorker, Trigger } from './model.ts';
import { type Observed, observe } from './observe.ts';
import type { PolicyCache } from './policy-cache.ts';
import type { EvaluationReport } from './report.ts';

/** Groups that act at the same time: enough to hide latency, few enough not to be throttled. */
const PARALLEL_GROUPS = 20;

/**
 * One evaluation of many groups: observed in batches, then each decided, claimed, resized and settled on its own, so
 * that a group that fails fails alone. Throws only when the observation as a whole is impossible.
 */
export async function evaluate(
  groups: readonly string[],
  trigger: Trigger,
  cache: PolicyCache,
  dependencies: EvaluationDependencies,
): Promise<EvaluationReport[]> {
  const distinct = [...new Set(groups)];
  const observed = await observe(distinct, cache, dependencies);
  const reports: EvaluationReport[] = [];
  const waiting = distinct.values();
  const worker = async () => {
    for (const group of waiting) reports.push(await evaluateOne(group, trigger, observed, dependencies));
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL_GROUPS, distinct.length) }, worker));
  return reports;
}

async function evaluateOne(
  group: string,
  trigger: Trigger,
  observed: Observed,
  dependencies: EvaluationDependencies,
): Promise<EvaluationReport> {
  const at = dependencies.clock();
  const common = { group, trigger, at };
  try {
    return { ...common, ...(await evaluated(group, trigger, observed, dependencies, at)) };
  } catch (cause) {
    const error = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    return { ...common, result: 'failed', told: `Failed: ${error}`, error };
  }
}

type Report = Omit<EvaluationReport, 'group' | 'trigger' | 'at'>;

async function evaluated(
  group: string,
  trigger: Trigger,
  observed: Observed,
  dependencies: EvaluationDependencies,
  now: number,
): Promise<Report> {
  const read = observed.states.get(group);
  if (!read) return { result: 'skipped', told: 'There is no such group, or its policy has not been accepted yet.' };
  if (read.claim && read.claim.leaseUntil > now) {
    return { result: 'lost', told: `Activity ${read.claim.activity} of ${read.claim.holder} is under way.` };
  }
  const {
    state: left,
    finished,
    leaving,
  } = await finishAll(read, observed.workers.get(group) ?? [], now, dependencies);
  const done = finished.length > 0 ? { finished } : {};
  const policy = observed.policies.get(group);
  if (left === null) return { result: 'lost', told: 'Another evaluation has changed the group meanwhile.', ...done };
  // What was observed belongs to the policy that was in force then.
  if (left.version !== read.version) return { result: 'lost', told: 'The policy has changed meanwhile.', ...done };
  if (left.version === null) return { result: 'skipped', told: 'No policy is in force.', ...done };
  if (!policy)
    throw new Error(`version ${left.version} of the policy of ${group} cannot be read: put the policy again`);

  const each = caseOf(policy, left, observed, { trigger, now, leaving });
  return { seen: each.seen, ...done, ...(await act(each, dependencies)) };
}

interface Finished {
  /** The state afterwards; null when somebody else is at it. */
  readonly state: GroupState | null;
  readonly finished: readonly string[];
  /** Victims of what was finished: they were listed before that, but are no longer capacity. */
  readonly leaving: ReadonlySet<string>;
}

/** Completes what earlier evaluations left behind. */
async function finishAll(
  read: GroupState,
  listed: readonly ListedWorker[],
  now: number,
  dependencies: EvaluationDependencies,
): Promise<Finished> {
  let state: GroupState | null = read;
  const finished: string[] = [];
  const leaving = new Set<string>();
  for (const id of unfinished(read, now)) {
    const settled = await finish(read.group, id, state, listed, dependencies);
    if (!settled?.kept) return { state: null, finished, leaving };
    finished.push(id);
    const { intent } = settled.activity;
    for (const victim of intent.kind === 'retire' ? intent.victims : []) leaving.add(victim);
    state = (await dependencies.states.read([read.group])).get(read.group) ?? null;
    if (!state) break;
  }
  return { state, finished, leaving };
}
