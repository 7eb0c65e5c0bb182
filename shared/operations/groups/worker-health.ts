import type { Worker } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Difference } from '../../providers/index.ts';
import { loadOf } from '../../rules/index.ts';
import type { WorkerVersions } from './rollout-progress.ts';

/** A worker with its values, and what the rules on single workers say about them. */
export interface WorkerHealth
  extends Pick<Worker, 'id' | 'state' | 'launchedAt' | 'zone' | 'protected' | 'busy' | 'weight'> {
  readonly values: Readonly<Record<string, number>>;
  readonly isOverloaded: boolean;
  /** Its greatest value as a part of the bound of `overloaded`; null without one. */
  readonly load: number | null;
  /** ms since the epoch; null if it is not idle. */
  readonly idleSince: number | null;
  /** Whether it was measured only before that: the first look that finds it idle. */
  readonly isJustIdle: boolean;
  /** What it was launched from, if the provider says that. */
  readonly version?: string;
  /** Why it is not what launches use, or what a rollout replaces workers by. */
  readonly outdated?: Difference | 'before' | 'age';
}

const OLD = 'rollout-worker-old';

/** The workers with their values, the oldest first. */
export function workersWithHealth(
  { rules }: Pick<Policy, 'rules'>,
  workers: readonly Worker[],
  { listed, progress, renewing }: WorkerVersions = { listed: [], progress: null },
): WorkerHealth[] {
  const versions = new Map(listed.map(({ id, details: { version } }) => [id, version]));
  const withVersion = ({ id, outdated: isOutdated }: Worker) => {
    const version = versions.get(id);
    const outdated =
      renewing?.get(id)?.code === OLD
        ? ('age' as const)
        : progress
          ? progress.outdated.get(id)
          : isOutdated
            ? ('version' as const)
            : undefined;
    return { ...(version !== undefined && { version }), ...(outdated && { outdated }) };
  };
  return workers
    .map((worker) => ({
      id: worker.id,
      state: worker.state,
      launchedAt: worker.launchedAt,
      zone: worker.zone,
      protected: worker.protected,
      busy: worker.busy,
      values: worker.metrics,
      ...(worker.weight === undefined ? {} : { weight: worker.weight }),
      ...withVersion(worker),
      ...loadOf(rules, worker),
      idleSince: worker.idleSince ?? null,
      isJustIdle: worker.idleSince !== undefined && (worker.measuredUntil ?? 0) <= worker.idleSince,
    }))
    .toSorted((one, other) => (one.launchedAt ?? 0) - (other.launchedAt ?? 0));
}

const RANK: Readonly<Record<Worker['state'], number>> = { ready: 0, warming: 2, pending: 3, unhealthy: 4, draining: 5 };

/**
 * Those that work goes to first: ready workers with the lowest load, then those whose load is not known, then overloaded
 * ones, and last those that do not serve.
 */
export const healthiestFirst = (workers: readonly WorkerHealth[]): WorkerHealth[] =>
  workers.toSorted(
    (one, other) =>
      RANK[one.state] - RANK[other.state] ||
      Number(one.isOverloaded) - Number(other.isOverloaded) ||
      (one.load ?? Infinity) - (other.load ?? Infinity) ||
      firstValue(one) - firstValue(other) ||
      0,
  );

/** Without bounds, the first metric has to do. */
const firstValue = ({ values }: WorkerHealth): number => Object.values(values)[0] ?? Number.MAX_VALUE;
