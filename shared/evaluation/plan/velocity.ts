import { fitting, isoAfter, liveOf, unitsOf } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { ProviderMemory } from '../../state/index.ts';
import type { Seen } from '../model.ts';
import type { DecidedContext } from '../observe/group-context.ts';
import type { UnhealthyWorker } from '../observe/workers/workers.ts';

type Velocity = Policy['guards']['velocity'];
type Replaced = NonNullable<ProviderMemory['replacedForHealth']>;

/** The longest time that a velocity may cover. */
const KEPT_MS = 86_400_000;

/** The number of workers of which a share may be replaced. */
export const sizeOf = ({ desired, workers, units }: Seen): number => (units ? liveOf(workers) : desired);

/** How many workers of a group of this size may be replaced for their health within `every`. */
export function allowedBy({ replaced }: Velocity, size: number): number {
  if (typeof replaced === 'number') return replaced;
  return Math.max(1, Math.floor((size * Number.parseInt(replaced, 10)) / 100));
}

/** How many more workers may be replaced for their health now. */
export function velocityLeft(velocity: Velocity, size: number, replaced: Replaced = [], now: number): number {
  const since = now - velocity.every * 1000;
  const recent = replaced.filter(({ at }) => at > since).reduce((sum, { workers }) => sum + workers, 0);
  return Math.max(0, allowedBy(velocity, size) - recent);
}

export interface Replacing {
  /** The workers to replace, those with a replacement included. */
  readonly replaced: readonly UnhealthyWorker[];
  /** Those of them for which nothing has been launched yet. */
  readonly fresh: readonly UnhealthyWorker[];
  /** How many of them need a launch because of their health. */
  readonly forHealth: number;
  /** How many must wait, because so many have been replaced lately. */
  readonly held: number;
}

/**
 * The workers to replace, without those that the velocity forbids. `covered`: units beyond the desired capacity, which
 * are replacements that were launched already. This limits a health check that all workers or all replacements fail.
 */
export function withinVelocity(wanted: readonly UnhealthyWorker[], covered: number, left: number): Replacing {
  const forHealth = wanted.filter(isForHealth);
  const others = wanted.filter((worker) => !isForHealth(worker));
  const isCovered = new Set([
    ...fitting(others, covered),
    ...fitting(forHealth, Math.max(0, covered - unitsOf(others))),
  ]);
  const waiting = forHealth.filter((worker) => !isCovered.has(worker));
  const held = new Set(waiting.slice(left));
  const replaced = [...others, ...forHealth.filter((worker) => !held.has(worker))];
  return {
    replaced,
    fresh: replaced.filter((worker) => !isCovered.has(worker)),
    forHealth: waiting.length - held.size,
    held: held.size,
  };
}

/** Whether a worker is replaced for its health: the provider does not take it, and no owner protects it. */
const isForHealth = ({ isTaken, isAtRisk, isBad, protected: isProtected }: UnhealthyWorker): boolean =>
  !isTaken && !isAtRisk && !isBad && !isProtected;

/** What is remembered after workers were launched to replace unhealthy ones. */
export function replacedAfter(before: Replaced = [], workers: number, now: number): Replaced {
  const kept = before.filter(({ at }) => at > now - KEPT_MS);
  return workers === 0 ? kept : [...kept, { at: now, workers }];
}

/** How many unhealthy workers must wait, and why. `until`: when the next one may be replaced; absent if that is not known. */
export function heldBack({ policy, seen, state, now }: DecidedContext, unhealthy: number) {
  const { velocity } = policy.guards;
  const { every } = velocity;
  const size = sizeOf(seen);
  const replaced = (state.provider.replacedForHealth ?? []).filter(({ at }) => at > now - every * 1000);
  // Earlier replacements leave the period one by one. If the group has shrunk, several must leave before the next one is allowed.
  const next = replaced.find(({ at }) => velocityLeft(velocity, size, replaced, at + every * 1000) > 0);
  const until = next && { until: isoAfter(next.at, every) };
  return { unhealthy, allowed: allowedBy(velocity, size), every, ...until };
}
