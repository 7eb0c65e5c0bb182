import { boundsInForce, type Decision } from '../../decision/index.ts';
import type { Policy } from '../../policy/index.ts';

export interface Losses {
  /** Workers that ended by themselves or were terminated outside Headcount. */
  readonly lost: number;
  /** The desired capacity without the workers that nothing asks for any more. */
  readonly desired: number;
}

export interface Counted {
  /** The capacity that was decided last. */
  readonly desired: number;
  /** Workers that the last launch left missing. */
  readonly shortfall: number;
  /** Workers that are capacity now. */
  readonly live: number;
}

/**
 * What a group needs that has fewer workers than were decided. Its rules say how many of the missing ones are launched: at
 * once and without a cooldown, and never more than were decided before. Without a proposal, nobody knows better than the
 * last decision, except for workers that are expected to end. `decision`: the decision without any loss.
 */
export function lossesOf(
  { desired, shortfall, live }: Counted,
  decision: Pick<Decision, 'proposal' | 'blind'>,
  policy: Policy,
  { isEphemeral, now }: { readonly isEphemeral: boolean; readonly now: number },
): Losses {
  const lost = Math.max(0, desired - shortfall - live);
  const asked = askedBy(decision, desired);
  const least = Math.max(minimumOf(policy, now), asked ?? (isEphemeral ? desired - lost : desired));
  return { lost, desired: Math.min(desired, Math.max(live, least)) };
}

/** What the rules ask for now; null if they do not say, or if some are missing data and may ask for more. */
export const askedBy = ({ proposal, blind }: Pick<Decision, 'proposal' | 'blind'>, desired: number): number | null =>
  proposal === null || (blind.length > 0 && proposal < desired) ? null : proposal;

/** The capacity below which a group is repaired whatever its rules ask for. */
export function minimumOf(policy: Policy, now: number): number {
  const { min, max } = boundsInForce(policy, now);
  return Math.min(max, Math.max(min, policy.guards.floor));
}
