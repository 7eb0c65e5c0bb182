import { errorText, lazyModule, reasonOfError } from '../model/index.ts';
import type { Urgency } from '../providers/index.ts';
import type { Outbox } from '../state/index.ts';
import { because } from './because.ts';
import type { Needs } from './cluster/needs.ts';
import { type DecidedGroup, decideGroup, isDecided, type Pass } from './decide-group.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import type { Trigger } from './model.ts';
import type { GroupContext } from './observe/group-context.ts';
import { type Observed, observe } from './observe/observe.ts';
import { noteSeenWorkers } from './observe/remembered/seen-workers.ts';
import { urgencyOf } from './plan/urgency.ts';
import type { PolicyCache } from './policies/policy-cache.ts';
import { keepRecords, withCases } from './record/keep-records.ts';
import type { RecordedCase } from './record/recorded-case.ts';
import type { EvaluationReport } from './report.ts';
import { resize } from './resize/resize.ts';
import { countFailures } from './triggers/failing.ts';

/** Number of groups that are resized at the same time. More would be throttled, and fewer would wait for AWS. */
const PARALLEL_GROUPS = 20;

type DecidedOrReported = DecidedGroup | EvaluationReport;

/**
 * Evaluates many groups, and the others of their clusters. It observes them in batches. Then it completes unfinished
 * activities of each group and decides. Last, it claims, resizes and settles each group that needs it, the most urgent one
 * first. The failure of a group does not affect other groups. When everything is done, it records what it saw and decided.
 * Throws only if the observation fails for all of them.
 */
export async function evaluate(
  groups: readonly string[],
  trigger: Trigger,
  cache: PolicyCache,
  dependencies: EvaluationDependencies,
): Promise<EvaluationReport[]> {
  const pass = { trigger, begunAt: dependencies.clock(), published: new Map<string, Outbox>() };
  const observed = await observe([...new Set(groups)], cache, dependencies, trigger);
  await noteSeenWorkers(observed, cache, dependencies).catch(() => {});
  await askForFigures(observed, dependencies);

  const decided = await decideAll(pass, observed, dependencies);
  const contexts = new Map(decided.filter(isDecided).map(({ context }) => [context.policy.group, context] as const));
  const { reports, cases } = await resizeAll(decided, trigger, dependencies);

  if (observed.clusters.size > 0) await (await clusterHosts()).keepHosts(observed, contexts, reports, dependencies);
  const [counted] = await Promise.all([
    countFailures(reports, observed.states, dependencies),
    keepRecords({ reports, contexts, cases }, dependencies),
    askOtherRegions([...contexts.values()], reports, dependencies),
    observed.toTune.size > 0 && dependencies.tunings?.request(observed.toTune),
  ]);
  return counted;
}

/** Notes which prices and sizes the groups need. A function that runs every 15 minutes finds them. */
async function askForFigures(observed: Observed, dependencies: EvaluationDependencies): Promise<void> {
  await (await pricing()).needPrices(observed, dependencies);
  const { sizings } = dependencies;
  const { unasked } = observed.sized;
  if (sizings && unasked.length > 0) await (await sizing()).needSizes(unasked, { ...dependencies, sizings });
}

/** Decides every group. A decision that would change something is repeated on a new list if its workers were remembered. */
async function decideAll(
  pass: Pass,
  observed: Observed,
  dependencies: EvaluationDependencies,
): Promise<readonly DecidedOrReported[]> {
  const decide = async (group: string, needs?: Needs, seen = observed): Promise<DecidedOrReported> => {
    const common = { group, trigger: pass.trigger, at: dependencies.clock() };
    try {
      const answer = await decideGroup(group, needs, pass, seen, dependencies);
      return isDecided(answer) ? answer : { ...common, ...answer };
    } catch (cause) {
      return failed(common, cause);
    }
  };
  const decided =
    observed.clusters.size > 0
      ? await (await clusterPass()).decidedInOrder(observed, decide, inParallel)
      : await inParallel(observed.groups, (group) => decide(group));
  if (!observed.known) return decided;
  const { listedBeforeChanges } = await listing();
  return listedBeforeChanges(decided, observed, (group, listed) => decide(group, undefined, listed), dependencies);
}

/** Resizes the groups that need it, the most urgent one first. Returns the reports of all groups, and the cases to record. */
async function resizeAll(
  decided: readonly DecidedOrReported[],
  trigger: Trigger,
  dependencies: EvaluationDependencies,
): Promise<{ readonly reports: EvaluationReport[]; readonly cases: ReadonlyMap<string, RecordedCase> }> {
  const cases = new Map<string, RecordedCase>();
  const byUrgency = decided.toSorted((one, other) => rankOf(one) - rankOf(other));
  const reports = await inParallel(byUrgency, async (each): Promise<EvaluationReport> => {
    if (!isDecided(each)) return each;
    const { context, finished } = each;
    const common = { group: context.policy.group, trigger, at: context.now };
    try {
      const report = await resize(context, withCases(context, dependencies, cases));
      return { ...common, seen: context.seen, ...finished, ...report };
    } catch (cause) {
      return failed(common, cause);
    }
  });
  return { reports, cases };
}

const RANK: Readonly<Record<Urgency, number>> = { repair: 0, short: 1, usual: 2 };
const rankOf = (each: DecidedOrReported): number => RANK[isDecided(each) ? urgencyOf(each.context) : 'usual'];

/** The report of a group whose evaluation threw `cause`. */
function failed(common: Pick<EvaluationReport, 'group' | 'trigger' | 'at'>, cause: unknown): EvaluationReport {
  const reason = reasonOfError(cause, (error) => because['evaluation-failed']({ error }));
  return { ...common, result: 'failed', reason, error: errorText(cause) };
}

/** Few groups ask another region, so a cold start does not read what asks. */
async function askOtherRegions(
  contexts: readonly GroupContext[],
  reports: readonly EvaluationReport[],
  dependencies: EvaluationDependencies,
): Promise<void> {
  const some = contexts.filter(({ policy, state }) => policy.overflow || state.overflow);
  if (some.length > 0) await (await overflowAsking()).askElsewhere(some, reports, dependencies);
}

/** Loaded when they are first needed, so a cold start does not read what few groups use. */
const pricing = lazyModule(() => import('./prices/need-prices.ts'));
const sizing = lazyModule(() => import('./rightsizing/apply.ts'));
const clusterPass = lazyModule(() => import('./cluster/pass.ts'));
const clusterHosts = lazyModule(() => import('./cluster/hosts.ts'));
const listing = lazyModule(() => import('./observe/listed-before-changes.ts'));
const overflowAsking = lazyModule(() => import('./overflow/ask.ts'));

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) results.push(await work(item));
  };
  await Promise.all(items.slice(0, PARALLEL_GROUPS).map(worker));
  return results;
}
