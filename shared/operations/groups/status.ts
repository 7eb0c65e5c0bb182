import {
  type Activity,
  type EvaluationDependencies,
  type PolicyRecords,
  type Preview,
  tryPreview,
} from '../../evaluation/index.ts';
import { groupedBy, type Reason, ReasonedError } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { ManagedWorker } from '../../providers/index.ts';
import type { GroupState, StateError } from '../../state/index.ts';
import { type LatestRecords, lastFindings, withFindings } from './last-findings.ts';
import { type RolloutProgress, rolloutProgress } from './rollout-progress.ts';
import { describedGroups, describeFailure, readPolicies, reportNotes, stageWorkers, workersOf } from './workers.ts';

export interface StatusUse {
  readonly records: Pick<PolicyRecords, 'groups'>;
  readonly evaluation: EvaluationDependencies;
  /** What the evaluations found; without them, the status shows only what you can read. */
  readonly evaluations?: LatestRecords;
}

/** A group among all groups of the stage. */
export interface GroupOverview {
  readonly group: string;
  /** Undefined when nothing has been stored, or when the stored state is unusable. */
  readonly state: GroupState | undefined;
  /** The active policy; undefined if there is none, or if it cannot be read. */
  readonly policy: Policy | undefined;
  /** Why the stored state is unusable. */
  readonly error: StateError | undefined;
  /** Null if the provider cannot describe the group. */
  readonly workers: readonly ManagedWorker[] | null;
  /** Why the provider cannot describe the group. */
  readonly undescribed: Reason | undefined;
  /** What the provider and the workers say about the group. */
  readonly notes: readonly Reason[];
}

/** All groups of the stage in the order of their names, also those without a policy that still have workers. */
export async function stageStatus({ records, evaluation, evaluations }: StatusUse): Promise<GroupOverview[]> {
  // The table first: its errors describe missing access best.
  const named = await records.groups();
  const { workers: running, undescribed, notes } = await stageWorkers(named, evaluation);
  const workers = groupedBy(running, ({ group }) => group);
  // A group whose policy was deleted may still have draining workers.
  const states = await evaluation.states.read([...new Set([...named, ...workers.keys()])]);
  const groups = [...new Set([...named, ...states.groups()])].toSorted();
  const errors = new Map(states.unusable().map((error) => [error.group, error]));
  const { policies, errors: unread } = await readPolicies(states.usable(), evaluation);
  const last = await lastFindings(states.usable(), evaluations, evaluation.clock());
  return groups.map((group) => {
    const error = errors.get(group);
    const own = workers.get(group) ?? [];
    const unknown = undescribed.get(group) ?? unknownKind(own, unread.get(group));
    return {
      group,
      error,
      policy: policies.get(group),
      undescribed: unknown,
      state: error ? undefined : states.get(group),
      workers: unknown ? null : own,
      notes: [...(last.get(group) ?? []), ...(notes.get(group) ?? []), ...reportNotes(own)],
    };
  });
}

/**
 * Why the workers of a group are unknown: no provider has found any, and the policy cannot be read here. It may name a kind
 * that only the functions have, by an extension.
 */
const unknownKind = (found: readonly ManagedWorker[], unread: Error | undefined): Reason | undefined =>
  unread && found.length === 0 ? describeFailure(unread) : undefined;

/**
 * Groups by their names, in this order. It reads and describes these alone, so that a page of many groups costs as much as
 * its own groups do. A name without a state is left out.
 */
export async function groupOverviews(
  names: readonly string[],
  { evaluation, evaluations }: Omit<StatusUse, 'records'>,
): Promise<GroupOverview[]> {
  const states = await evaluation.states.read(names);
  const errors = new Map(states.unusable().map((error) => [error.group, error]));
  const { policies, errors: unread } = await readPolicies(states.usable(), evaluation);
  const described = await describedGroups(states.usable(), policies, evaluation);
  const last = await lastFindings(states.usable(), evaluations, evaluation.clock());
  return names.flatMap((group): GroupOverview[] => {
    const [state, error, policy] = [states.get(group), errors.get(group), policies.get(group)];
    const answer = described.get(group);
    const undescribed = answer?.undescribed ?? unknownKind(answer?.workers ?? [], unread.get(group));
    const workers = undescribed ? null : (answer?.workers ?? null);
    const notes = answer?.notes ?? [];
    if (error) return [{ group, error, policy, undescribed, workers, notes, state: undefined }];
    if (!state) return [];
    const all = [...(last.get(group) ?? []), ...notes, ...reportNotes(workers ?? [])];
    return [{ group, state, error, policy, undescribed, workers, notes: all }];
  });
}

/** Everything about one group. */
export interface GroupDetails {
  readonly at: number;
  readonly state: GroupState;
  readonly policy: Policy | undefined;
  /** What an evaluation would find now; null if it could not be tried. */
  readonly observed: Preview | null;
  /** Null if the provider cannot describe the group. */
  readonly workers: readonly ManagedWorker[] | null;
  /** Why the provider cannot describe the group. */
  readonly undescribed: Reason | null;
  readonly notes: readonly Reason[];
  readonly lastActivity: Activity | null;
  /** How far its rollout is; null without one in progress. */
  readonly rollout: RolloutProgress | null;
}

/** Reads everything about a group; null for an unknown one. Throws errors of its provider that have no reason. */
export async function groupDetails(
  group: string,
  { evaluation, evaluations }: Omit<StatusUse, 'records'>,
): Promise<GroupDetails | null> {
  const [states, [lastActivity = null], tried] = await Promise.all([
    evaluation.states.read([group]),
    evaluation.activities.list(group, 1),
    // Worker health and tuned rules need an observation. Without it, the rest of the status is still useful.
    tryPreview(group, evaluation).catch(() => null),
  ]);
  const state = states.get(group);
  if (!state) return null;
  if (tried instanceof Error) throw tried;
  const observed = tried;
  const { policies, errors: unread } = await readPolicies([state], evaluation);
  const policy = policies.get(group);
  const found = await foundWorkers(group, observed, evaluation);
  const undescribed = found.undescribed ?? unknownKind(found.workers ?? [], unread.get(group)) ?? null;
  const workers = undescribed ? null : found.workers;
  const last = (await lastFindings([state], evaluations, evaluation.clock())).get(group) ?? [];
  const notes = [...withFindings(last, observed?.notes ?? [], undescribed), ...reportNotes(workers ?? [])];
  const rollout = await rolloutProgress(state, policy, workers);
  return { at: evaluation.clock(), state, policy, observed, workers, undescribed, notes, lastActivity, rollout };
}

/** The observed workers, or those that the provider describes now. Without them, the rest of the status is still useful. */
async function foundWorkers(
  group: string,
  observed: Preview | null,
  evaluation: EvaluationDependencies,
): Promise<Pick<GroupDetails, 'workers' | 'undescribed'>> {
  if (observed?.workers || observed?.undescribed) return observed;
  try {
    return { workers: await workersOf(group, evaluation), undescribed: null };
  } catch (error) {
    if (error instanceof ReasonedError) return { workers: null, undescribed: error.reason };
    throw error;
  }
}
