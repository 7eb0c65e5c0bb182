import type { Decision } from '../decision/index.ts';
import { lazyModule, type Reason, ReasonedError, type Worker } from '../model/index.ts';
import type { Observation, Policy } from '../policy/index.ts';
import { type Description, type ManagedWorker, moduleFor, type PoolWorker } from '../providers/index.ts';
import type { GroupState } from '../state/index.ts';
import type { Needs } from './cluster/needs.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import type { Seen } from './model.ts';
import { deciding, NOT_DESCRIBED } from './observe/context.ts';
import type { GroupContext } from './observe/group-context.ts';
import type { Cluster } from './observe/known.ts';
import { type TunedRuleStatus, tunedRules } from './observe/metrics/tuned-rules.ts';
import { type Observed, observe } from './observe/observe.ts';
import { admitted } from './plan/admit.ts';
import { PolicyCache } from './policies/policy-cache.ts';

/** The current state of a group, and what an evaluation would decide now. */
export interface Preview {
  readonly state: GroupState;
  readonly at: number;
  /** Null if no policy is active, or if the provider cannot describe the group. */
  readonly decided: { readonly seen: Seen; readonly decision: Decision } | null;
  /** As the provider describes them; null if it cannot. */
  readonly workers: readonly ManagedWorker[] | null;
  /** Null if none is active. */
  readonly policy: Policy | null;
  /** What the decision is based on; null without a decision. */
  readonly observation: Observation | null;
  /** As the decision looks at them, with the values of their metrics; empty without a decision. */
  readonly observedWorkers: readonly Worker[];
  /** Why the provider cannot describe the group, so that its evaluations fail; null if it can. */
  readonly undescribed: Reason | null;
  /** Members of the warm pool, which are not workers. Absent if there are none, or if they are unknown. */
  readonly members?: readonly PoolWorker[];
  /** The policy's capacity pools that are excluded, and until when. */
  readonly unavailable: Readonly<Record<string, number>>;
  /** What an evaluation would do beyond the decision, and the provider's notes on the group. */
  readonly notes: readonly Reason[];
  /** Workers that are to be replaced by a rollout or because of their age, and why; absent: nothing replaces any. */
  readonly renewing?: ReadonlyMap<string, Reason>;
  /** The stored tunings of rules that tune themselves. */
  readonly tunedRules: readonly TunedRuleStatus[];
}

/**
 * Observes, decides, plans and asks for admission like an evaluation, but changes nothing. Unfinished activities stay
 * unfinished. Returns `null` for an unknown group.
 */
export async function preview(group: string, dependencies: EvaluationDependencies): Promise<Preview | null> {
  const found = await tryPreview(group, dependencies);
  if (found instanceof Error) throw found;
  return found;
}

/**
 * The same, but returns the error of a provider that cannot describe the group. A provider that does not answer takes long
 * to fail, so do not ask it again.
 */
export async function tryPreview(group: string, dependencies: EvaluationDependencies): Promise<Preview | Error | null> {
  return previewIn(await passOf([group], dependencies), group, dependencies);
}

/** The same for many groups, which are observed in batches. The error of one is in its place. */
export async function previews(
  groups: readonly string[],
  dependencies: EvaluationDependencies,
): Promise<ReadonlyMap<string, Preview | Error | null>> {
  const pass = await passOf(groups, dependencies);
  const all = groups.map(async (group) => {
    const one = await previewIn(pass, group, dependencies).catch((error: Error) => error);
    return [group, one] as const;
  });
  return new Map(await Promise.all(all));
}

type Contexts = ReadonlyMap<string, GroupContext>;

/** What was observed of all groups, and when. */
interface Pass {
  readonly observed: Observed;
  readonly occasion: { readonly trigger: 'manual'; readonly now: number };
  /** What the groups of each cluster decide, once for all of them. */
  readonly inClusters: Map<string, Promise<Contexts>>;
}

async function passOf(groups: readonly string[], dependencies: EvaluationDependencies): Promise<Pass> {
  const observed = await observe(groups, new PolicyCache(), dependencies);
  return { observed, occasion: { trigger: 'manual', now: dependencies.clock() }, inClusters: new Map() };
}

/** As the evaluation of its whole cluster decides, if the group is in one. */
async function decidedIn(
  pass: Pass,
  accepted: Policy,
  state: GroupState,
  description: Description,
): Promise<GroupContext> {
  const { observed, occasion, inClusters } = pass;
  const { cluster } = accepted;
  const { group } = state;
  const alone = () => deciding(accepted, state, description, observed, occasion)();
  const whole = observed.clusters.get(cluster ?? '');
  if (cluster === undefined || !whole) return alone();
  const together = inClusters.get(cluster) ?? decidedTogether(cluster, whole, pass);
  inClusters.set(cluster, together);
  return (await together).get(group) ?? alone();
}

const clusterPass = lazyModule(() => import('./cluster/pass.ts'));

async function decidedTogether(name: string, cluster: Cluster, { observed, occasion }: Pass): Promise<Contexts> {
  const { decidedInOrder } = await clusterPass();
  const clusters = new Map([[name, cluster]]);
  const decide = async (one: string, needs?: Needs) => {
    const policy = observed.policies.get(one);
    const described = observed.descriptions.get(one);
    const read = observed.states.usableOf(one);
    if (!policy || !read || !described || described instanceof Error) return {};
    const again = deciding(policy, read, described, observed, occasion);
    return { context: again(needs), again };
  };
  const all = await decidedInOrder({ ...observed, groups: [], clusters }, decide, atOnce);
  return new Map(all.flatMap((each) => ('context' in each ? [[each.context.policy.group, each.context]] : [])));
}

const atOnce = <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => Promise.all(items.map(work));

async function previewIn(
  pass: Pass,
  group: string,
  dependencies: EvaluationDependencies,
): Promise<Preview | Error | null> {
  const { observed } = pass;
  const state = observed.states.get(group);
  if (!state) return null;
  const at = pass.occasion.now;
  const accepted = observed.policies.get(group);
  const unusable = observed.policyErrors.get(group);
  if (unusable) throw unusable;
  const description = observed.descriptions.get(group) ?? NOT_DESCRIBED;
  const workers = description instanceof Error ? null : description.workers;
  const members = description instanceof Error ? [] : (description.members ?? []);
  const nothing = { state, at, decided: null, workers, undescribed: null, unavailable: {}, notes: [] };
  const unobserved = { ...nothing, policy: accepted ?? null, observation: null, observedWorkers: [] };
  if (!accepted) return { ...unobserved, ...(members.length > 0 && { members }), tunedRules: [] };
  if (description instanceof ReasonedError) {
    return { ...unobserved, undescribed: description.reason, tunedRules: tunedRules(accepted, state) };
  }
  if (description instanceof Error) return description;
  const context = await decidedIn(pass, accepted, state, description);
  const { decision, notes } = context.policy.dryRun
    ? { decision: context.decision, notes: [] }
    : await admitted(context, 'preview', dependencies, { isPreview: true });
  const offerings = new Set(accepted.provider ? moduleFor(accepted.provider).offerings(accepted.provider) : []);
  const leftOut = [...(await observed.unavailable())].filter(([key, until]) => until > at && offerings.has(key));
  return {
    ...unobserved,
    observation: context.observation,
    ...(context.members.length > 0 && { members: context.members }),
    ...(context.rolled && { renewing: context.rolled.outdated }),
    observedWorkers: Array.isArray(context.observation.workers) ? context.observation.workers : [],
    decided: { seen: context.seen, decision },
    notes: [...context.unread, ...context.endings, ...new Set([...notes, ...context.sized]), ...description.notes],
    unavailable: Object.fromEntries(leftOut),
    tunedRules: tunedRules(accepted, state),
  };
}
