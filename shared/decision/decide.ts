import type { Reason } from '../model/index.ts';
import type { Observation, Policy } from '../policy/index.ts';
import { type Combined, combine } from './combine.ts';
import type { BlockedBy, Decision, Direction } from './decision.ts';
import { outcomeReason } from './outcome.ts';
import { chooseVictims } from './retire.ts';
import { type Situation, situationOf } from './situation.ts';
import { type Course, STAGES } from './stages/index.ts';

/**
 * The one decision of the product: what a group's capacity should be, and why. Pure: everything it may know is in its
 * arguments, so a replay decides as production did. Rules → combine → the stages in the contract's order.
 */
export function decide(policy: Policy, observation: Observation): Decision {
  const situation = situationOf(policy, observation);
  const combined = combine(situation);
  let { course } = combined;
  for (const stage of STAGES) course = stage(course, situation);
  const { current } = situation;
  const desired = course.capacity;
  const direction: Direction = desired > current ? 'out' : desired < current ? 'in' : 'hold';
  const blockedBy = blockedByOf(combined, course, current);
  return {
    group: policy.group,
    direction,
    current,
    desired,
    change: desired - current,
    reason: reasonOf(direction, blockedBy, situation, combined, course),
    blockedBy,
    retire: direction === 'in' ? victimsOf(situation, combined, desired) : [],
    proposal: combined.proposal,
    fired: Math.sign((combined.proposal ?? current) - current) === Math.sign(desired - current) ? combined.fired : [],
    blind: combined.blind,
    trace: course.trace,
  };
}

/** Missing data kept nothing from happening where no rule asked for anything, and a bound moved the group. */
function blockedByOf({ proposal }: Combined, { blockedBy, capacity }: Course, current: number): BlockedBy | null {
  return blockedBy === 'missing-data' && proposal === null && capacity !== current ? null : blockedBy;
}

/** Victims bring the workers that are there down to the desired capacity: a group short of it loses fewer. */
function victimsOf({ policy, fleet }: Situation, { named }: Combined, desired: number): string[] {
  if (!fleet.isListed || fleet.live <= desired) return [];
  return chooseVictims(fleet.workers, fleet.live - desired, policy.provider?.retire ?? 'balanced', named);
}

function reasonOf(
  direction: Direction,
  blockedBy: BlockedBy | null,
  { current }: Situation,
  { reason: rules, proposal }: Combined,
  { capacity: desired, reason: constraint }: Course,
): Reason {
  const code = blockedBy ?? (direction === 'hold' ? 'hold' : `scale-${direction}`);
  return outcomeReason[code]({ current, desired, proposal, rules, constraint, also: [] });
}
