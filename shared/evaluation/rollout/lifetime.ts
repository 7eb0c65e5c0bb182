import { checksum, type Reason } from '../../model/index.ts';
import type { ManagedWorker } from '../../providers/index.ts';
import { becauseOfRollout } from './because.ts';

/** Workers that were launched together do not go together: each goes within this last part of the lifetime. */
const SPREAD = 0.1;
const STEPS = 1000;

/** The age in seconds at which a worker is replaced, always the same for the same worker. */
function lifetimeOf(id: string, lifetime: number): number {
  const step = Number.parseInt(checksum(id).slice(-6), 36) % STEPS;
  return lifetime * (1 - (SPREAD * step) / STEPS);
}

/** The workers that have reached their lifetime, draining ones included. */
export function agedIn(workers: readonly ManagedWorker[], lifetime: number, now: number): ReadonlyMap<string, Reason> {
  const aged = workers.filter(({ id, launchedAt }) => now - launchedAt >= lifetimeOf(id, lifetime) * 1000);
  return new Map(aged.map(({ id }) => [id, becauseOfRollout['rollout-worker-old']({ lifetime })]));
}
