import { settingsFor } from '../../providers/index.ts';
import { because } from '../because.ts';
import { liveUnits } from '../model.ts';
import type { WorkersContext } from '../observe/group-context.ts';
import { compositionIn } from '../observe/workers/composition.ts';
import type { UnhealthyWorker } from '../observe/workers/workers.ts';
import { replacementsOf } from './replacements.ts';

/**
 * Substitutes that are replaced now: idle ones, as few at a time as unhealthy workers, and only while the group needs no
 * other resize.
 */
export function restoredNow(context: WorkersContext): readonly UnhealthyWorker[] {
  const { policy, paused, state, seen, unhealthy, decision, workers, now } = context;
  const due = dueSubstitutes(context);
  if (due.size === 0 || paused !== false || !policy.provider || context.rolled?.isActive) return [];
  if (decision.direction !== 'hold' || unhealthy.length > 0 || liveUnits(seen) < decision.desired) return [];
  const { replacedAtOnce, restoreAfter = 0 } = settingsFor(policy.provider);
  const { restoreFailedAt = null } = state.provider;
  const isTooSoon = restoreFailedAt !== null && now - restoreFailedAt < restoreAfter * 1000;
  if (replacedAtOnce === null || (isTooSoon && liveUnits(seen) <= decision.desired)) return [];
  const idle = workers
    .filter(({ id, busy }) => due.has(id) && busy !== true)
    .map(({ id, launchedAt, protected: isProtected, weight }) => ({
      id,
      launchedAt,
      weight,
      protected: isProtected,
      reason: because['substitute-restored']({}),
      isTaken: false,
      isAtRisk: true,
      isBusy: false,
    }));
  return replacementsOf(idle, replacedAtOnce, seen, { draining: 0, launched: 0 });
}

/** Substitutes that are old enough to be replaced. */
export function dueSubstitutes({ policy, workers, members, state, now }: WorkersContext): ReadonlySet<string> {
  if (!policy.provider) return new Set();
  const { restoreAfter = Number.POSITIVE_INFINITY } = settingsFor(policy.provider);
  const old = workers.filter(({ launchedAt }) => now - launchedAt >= restoreAfter * 1000);
  if (old.length === 0) return new Set();
  const { substitutes } = compositionIn(policy, workers, state.provider.launched, members);
  return new Set(old.map(({ id }) => id).filter((id) => substitutes.has(id)));
}
