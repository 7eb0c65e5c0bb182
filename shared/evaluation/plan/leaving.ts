import { fitting, unitsOf } from '../../model/index.ts';
import type { InterruptionNotice } from '../../state/index.ts';
import { liveUnits, unitsSeen } from '../model.ts';
import type { DecidedContext, WorkersContext } from '../observe/group-context.ts';
import type { UnhealthyWorker } from '../observe/workers/workers.ts';
import { SOON_SECONDS } from '../triggers/follow-up.ts';
import type { Plan } from './planned.ts';
import { idsOf, surplus } from './removal.ts';
import { replacedReason } from './replacements.ts';

/**
 * Removes unhealthy workers whose replacements are there, but none that the desired capacity needs. Workers that the
 * provider takes anyway drain, whether or not it needs them. Null if none goes.
 */
export function leavingOf(context: WorkersContext, replaced: readonly UnhealthyWorker[]): Plan | null {
  const { policy, decision, seen } = context;
  const { ready, unhealthy } = unitsSeen(seen);
  const spare = Math.max(0, liveUnits(seen) - decision.desired);
  const mayDrain = policy.behavior.in.drain > 0;
  // Without a drain, a worker that may finish its work is terminated when it is idle.
  const waits = ({ isAtRisk, isBusy }: UnhealthyWorker) => isAtRisk && isBusy && !mayDrain;
  const mayGo = replaced.filter((worker) => !worker.protected && !waits(worker));
  const taken = mayGo.filter(({ isTaken }) => isTaken);
  const covered = fitting(taken, spare);
  // Without a drain, a removal would only terminate them sooner.
  const leaving = mayDrain ? taken : covered;
  // A failing worker may still serve work, so it stays until its replacement is ready.
  const proven = Math.max(0, ready + unhealthy - decision.desired - unitsOf(leaving));
  const others = mayGo.filter(({ isTaken }) => !isTaken);
  const gone = [...leaving, ...fitting(others, proven)];
  if (gone.length === 0) return null;
  const uncovered = unitsOf(leaving) - unitsOf(covered);
  const why = uncovered > 0 ? 'drained-before-replaced' : 'unhealthy-replaced';
  return surplus(context, idsOf(gone), replacedReason(gone, why), uncovered);
}

/** The drain of interrupted workers after a launch was tried for them; null if there are none. */
export function drainedFirst(context: WorkersContext, replaced: readonly UnhealthyWorker[]): Plan | null {
  const taken = mustDrain(context, replaced);
  return taken.some((worker) => wasTried(context, worker)) ? leavingOf(context, taken) : null;
}

/** The drain of workers where nothing can be launched; null if there are none. */
export const drainedInstead = (context: WorkersContext, replaced: readonly UnhealthyWorker[]): Plan | null =>
  leavingOf(context, mustDrain(context, replaced));

/** The workers that the provider takes within minutes, and that drain until then. */
const mustDrain = ({ policy }: DecidedContext, replaced: readonly UnhealthyWorker[]): readonly UnhealthyWorker[] =>
  policy.behavior.in.drain > 0 ? replaced.filter((worker) => worker.isTaken && !worker.protected) : [];

/**
 * Whether a launch was decided since the notice, and the notice is some seconds old. A launch comes first, but the drain
 * doesn't wait until one succeeds. The first evaluation after a notice may be late.
 */
function wasTried({ decision, state, now }: DecidedContext, { id }: UnhealthyWorker): boolean {
  const { triedAt = 0 } = state.provider;
  const isOld = ({ at }: InterruptionNotice) => at <= triedAt && at + SOON_SECONDS * 1000 <= now;
  return decision.direction === 'hold' && state.notices.some((notice) => notice.id === id && isOld(notice));
}
