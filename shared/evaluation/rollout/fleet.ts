import { isWarmingUp, type Reason, unitsOf } from '../../model/index.ts';
import type { ManagedWorker, RolloutPart, RolloutSettings } from '../../providers/index.ts';
import type { LaunchedWorker, Rollout } from '../../state/index.ts';
import { becauseOfRollout } from './because.ts';
import { differenceOf, targetOf } from './specs.ts';

export interface FleetFacts {
  readonly part: RolloutPart;
  readonly settings: RolloutSettings;
  /** Those that can be capacity, as the state has decided. */
  readonly workers: readonly ManagedWorker[];
  readonly launched: readonly LaunchedWorker[];
  /** Seconds until a running worker is ready. */
  readonly warmup: number;
  readonly now: number;
}

/** The workers of a group by what a rollout does with them. */
export interface RolloutFleet {
  /** Not of the version that the rollout goes to, and why. Draining ones included. */
  readonly outdated: ReadonlyMap<string, Reason>;
  /** Outdated and not draining. */
  readonly old: readonly ManagedWorker[];
  readonly oldDraining: readonly ManagedWorker[];
  /** Of that version and not draining. */
  readonly fresh: readonly ManagedWorker[];
  /** Those of `fresh` that were healthy for long enough. */
  readonly proven: readonly ManagedWorker[];
}

/** Whether a worker is healthy, serves and has warmed up. */
export const isReady = ({ unhealthy, serving, launchedAt }: ManagedWorker, warmup: number, now: number): boolean =>
  unhealthy === null && serving && !isWarmingUp(launchedAt, warmup, now);

export function fleetIn(rollout: Rollout, facts: FleetFacts): RolloutFleet {
  const { part, workers, launched, settings, warmup, now } = facts;
  const version = targetOf(rollout)?.['version'];
  const outdated = new Map<string, Reason>();
  for (const worker of workers) {
    const difference = differenceOf(part, rollout, worker);
    if (difference === null) continue;
    const why =
      difference === 'before'
        ? becauseOfRollout['rollout-worker-before']({})
        : becauseOfRollout['rollout-worker-differs']({ difference, ...(version !== undefined && { version }) });
    outdated.set(worker.id, why);
  }
  const live = workers.filter(({ drainingUntil }) => drainingUntil === null);
  const fresh = live.filter(({ id }) => !outdated.has(id));
  // The state has the time at which a worker became ready only for workers of a rollout, and only for a limited number.
  const readyAt = new Map(launched.map((worker) => [worker.id, worker.readyAt]));
  const isProven = (worker: ManagedWorker) =>
    isReady(worker, warmup, now) && now - (readyAt.get(worker.id) ?? worker.launchedAt) >= settings.monitor * 1000;
  return {
    outdated,
    old: live.filter(({ id }) => outdated.has(id)),
    oldDraining: workers.filter(({ id, drainingUntil }) => drainingUntil !== null && outdated.has(id)),
    fresh,
    proven: fresh.filter(isProven),
  };
}

/** How far a rollout is, in workers; `share`: the percent of the capacity that is of the new version and proven. */
export interface Progress {
  readonly total: number;
  readonly replaced: number;
  readonly left: number;
  readonly share: number;
}

/** `size`: the units of capacity of the group. */
export function progressOf({ total }: Rollout, { old, oldDraining, proven }: RolloutFleet, size: number): Progress {
  const left = old.length + oldDraining.length;
  const share = left === 0 ? 100 : size === 0 ? 0 : Math.min(100, Math.floor((unitsOf(proven) * 100) / size));
  return { total, left, replaced: Math.max(0, total - left), share };
}

/** The units of capacity at which a checkpoint is reached. */
export const unitsAt = (share: number, size: number): number => Math.ceil((share * size) / 100);
