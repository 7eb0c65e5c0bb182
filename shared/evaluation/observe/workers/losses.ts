import { boundsInForce, type Decision, decide, floorInForce, repairLevel, sizeSetIn } from '../../../decision/index.ts';
import { unitsOf, weightOf } from '../../../model/index.ts';
import type { Observation, Policy } from '../../../policy/index.ts';
import type { EndedWorker } from '../../../providers/index.ts';
import type { ProviderMemory, StoppedWorker } from '../../../state/index.ts';
import type { Launches } from './launched.ts';

interface Losses {
  /** Units of capacity that ended by themselves or were terminated outside Headcount. */
  readonly lost: number;
  /** The desired capacity without the workers that nothing asks for any more. */
  readonly desired: number;
}

interface Known {
  readonly policy: Policy;
  readonly launches: Pick<Launches, 'failed'>;
  /** Workers that are gone or stopped. */
  readonly ended: readonly EndedWorker[];
  readonly stopped: readonly StoppedWorker[];
  /** The memory of the last evaluation. */
  readonly before: Pick<ProviderMemory, 'stopped' | 'shortfall'>;
  readonly isEphemeral: boolean;
  /** Whether a resize is in progress. */
  readonly isResizing: boolean;
  readonly now: number;
}

/** An observation without the workers that ended and that nothing asks for any more. */
export interface WithoutLosses {
  readonly observation: Observation;
  /** How much the desired capacity was lowered. */
  readonly dropped: number;
  /** Units that are missing without a failed launch or a stop: others have terminated them. */
  readonly vanished: number;
  /** Units that are missing for a known reason. */
  readonly shortfall: number;
}

/** `whole`: the observation with the capacity that was decided last. */
export function withoutLosses(whole: Observation, known: Known): WithoutLosses {
  const { policy, launches, ended, stopped, before } = known;
  const { shortfall } = before;
  const desired = whole.desired ?? 0;
  const live = liveIn(whole);
  // A launch in progress has not stored its workers yet. An evaluation that finds it does nothing, but a preview continues.
  if (live >= desired || known.isResizing) return { observation: whole, dropped: 0, vanished: 0, shortfall };
  const minimum = minimumOf(policy, whole);
  const losses = lossesOf({ desired, shortfall, live, minimum }, decide(policy, whole), known);
  const knew = new Set(before.stopped.map(({ id }) => id));
  const weights = new Map([...ended, ...launches.failed].map((worker) => [worker.id, weightOf(worker)]));
  const explained = new Set([...launches.failed, ...stopped].map(({ id }) => id).filter((id) => !knew.has(id)));
  const units = [...explained].reduce((sum, id) => sum + (weights.get(id) ?? 1), 0);
  const vanished = Math.max(0, losses.lost - units);
  return {
    observation: losses.desired < desired ? { ...whole, desired: losses.desired } : whole,
    dropped: desired - losses.desired,
    vanished,
    // From now on, the explained ones are missing for a known reason.
    shortfall: Math.min(shortfall + losses.lost - vanished, losses.desired - live),
  };
}

/** Units of capacity that are present or launching. */
const liveIn = ({ workers }: Observation): number =>
  Array.isArray(workers) ? unitsOf(workers.filter(({ state }) => state !== 'draining')) : 0;

interface Counted {
  /** The capacity that was decided last. */
  readonly desired: number;
  /** What the last launch left missing. */
  readonly shortfall: number;
  /** What is there now. */
  readonly live: number;
  /** See {@link minimumOf}. */
  readonly minimum: number;
}

/**
 * What a group needs that has fewer workers than were decided. Its rules say how many of the missing ones are launched: at
 * once and without a cooldown, and never more than were decided before. Without a proposal, the
 * last decision counts, except for workers that are expected to end. `decision`: the decision without any loss.
 */
function lossesOf(
  { desired, shortfall, live, minimum }: Counted,
  decision: Pick<Decision, 'proposal' | 'blind'>,
  { isEphemeral }: { readonly isEphemeral: boolean },
): Losses {
  const lost = Math.max(0, desired - shortfall - live);
  const asked = askedBy(decision, desired);
  const least = Math.max(minimum, asked ?? (isEphemeral ? desired - lost : desired));
  return { lost, desired: Math.min(desired, Math.max(live, least)) };
}

/** What the rules ask for now; null if they do not say, or if some are missing data and may ask for more. */
export const askedBy = ({ proposal, blind }: Pick<Decision, 'proposal' | 'blind'>, desired: number): number | null =>
  proposal === null || (blind.length > 0 && proposal < desired) ? null : proposal;

/** The capacity below which a group is repaired whatever its rules ask for. */
export function minimumOf(policy: Policy, observation: Pick<Observation, 'now' | 'manual'>): number {
  const bounds = boundsInForce(policy, observation.now);
  const set = sizeSetIn(observation);
  if (!set) return repairLevel(policy, bounds);
  const { min, max } = bounds;
  return Math.max(
    floorInForce(policy, bounds),
    set.beyondBounds ? set.workers : Math.min(max, Math.max(min, set.workers)),
  );
}
