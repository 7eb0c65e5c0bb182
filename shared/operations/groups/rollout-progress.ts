import { isInProgress, type Preview } from '../../evaluation/index.ts';
import type { Reason } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { type Difference, type ManagedWorker, moduleFor } from '../../providers/index.ts';
import type { GroupState, Rollout } from '../../state/index.ts';

/** How far a rollout is, by the workers that there are. */
export interface RolloutProgress {
  /** Workers of the group, without those that drain. */
  readonly workers: number;
  /** How many of them match what the rollout launches, and are running and healthy. */
  readonly replaced: number;
  /** The others, and why; `before`: they were there when a rollout of all workers began. */
  readonly outdated: ReadonlyMap<string, Difference | 'before'>;
}

/** What is known of the versions of the workers of a group. */
export interface WorkerVersions {
  readonly listed: readonly ManagedWorker[];
  readonly progress: RolloutProgress | null;
  /** Workers that are to be replaced, and why. */
  readonly renewing?: ReadonlyMap<string, Reason> | undefined;
}

/** Null if the group has no rollout whose workers matter, or its workers are not known. */
export async function rolloutProgress(
  { rollout, drains }: Pick<GroupState, 'rollout' | 'drains'>,
  policy: Pick<Policy, 'provider'> | undefined,
  workers: readonly ManagedWorker[] | null,
): Promise<RolloutProgress | null> {
  const provider = policy?.provider;
  const target = rollout && (rollout.isBack ? rollout.from : rollout.to);
  if (!rollout || !provider || !target || workers === null || !isUnfinished(rollout)) return null;
  const part = await moduleFor(provider).rollout?.();
  if (!part) return null;
  const isDraining = new Set(drains.flatMap(({ workers: ids }) => ids));
  const live = workers.filter(({ id }) => !isDraining.has(id));
  const isBefore = ({ launchedAt }: ManagedWorker) =>
    rollout.all === true && !rollout.isBack && launchedAt < rollout.started.at;
  const outdated = live.flatMap((worker) => {
    const why = part.differs(target, worker) ?? (isBefore(worker) ? 'before' : null);
    return why === null ? [] : [[worker.id, why] as const];
  });
  const isOut = new Map(outdated);
  const isThere = ({ id, serving, unhealthy }: ManagedWorker) => serving && unhealthy === null && !isOut.has(id);
  return { workers: live.length, replaced: live.filter(isThere).length, outdated: isOut };
}

export const versionsIn = async ({
  state,
  policy,
  workers,
  renewing,
}: Pick<Preview, 'state' | 'policy' | 'workers' | 'renewing'>): Promise<WorkerVersions> => ({
  renewing,
  listed: workers ?? [],
  progress: await rolloutProgress(state, policy ?? undefined, workers),
});

/** One that has stopped leaves workers of two versions. */
const isUnfinished = (rollout: Rollout): boolean => isInProgress(rollout) || rollout.status === 'stopped';
