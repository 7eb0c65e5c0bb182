import { makersOf, type Reason } from '../model/index.ts';
import type { Observation, Policy } from '../policy/index.ts';
import { terminationOrder, weightsFor } from '../providers/index.ts';
import { repairLevel } from './capacity-bounds.ts';
import { type Combined, combine } from './combine.ts';
import { DecisionContext } from './context.ts';
import type { BlockedBy, Decision, Direction, TraceEntry } from './decision.ts';
import { sizeSetIn } from './manual.ts';
import type { outcomes } from './outcome.ts';
import { because } from './stages/because.ts';
import { earlierChanges } from './stages/earlier-changes.ts';
import { type Draft, stagesOf } from './stages/index.ts';
import { rulesWithBoot, withBoot } from './stages/measured-boot.ts';
import { askedElsewhere, withOverflow } from './stages/overflow.ts';
import { withSpare } from './stages/spare.ts';
import { terminationCandidates } from './termination/candidates.ts';

/**
 * Decides what a group's capacity should be, and why. Pure: everything it knows is in its arguments, so a replay decides
 * as production did. Rules → combine → the stages in the contract's order. Final: with
 * `observation.admission` it also says what the provider can do now.
 */
export function decide(accepted: Policy, observation: Observation): Decision {
  const policy = withBoot(accepted, observation);
  const context = new DecisionContext(policy, observation);
  const combined = withOverflow(withSpare(combine(context), context), context);
  const { current } = context;
  let { draft } = combined;
  const { capacity: asked } = draft;
  for (const stage of stagesOf(context)) draft = stage(draft, context, asked);
  const weighed = weighedIn(context);
  const desired = draft.capacity;
  const direction: Direction = desired > current ? 'out' : desired < current ? 'in' : 'hold';
  const blockedBy = blockedByOf(combined, draft, current);
  return {
    group: policy.group,
    direction,
    current,
    desired,
    change: desired - current,
    reason: reasonOf(direction, blockedBy, context, combined, draft, weighed),
    blockedBy,
    retire: direction === 'in' ? candidatesOf(context, combined, desired) : [],
    proposal: combined.asked,
    fired: isFromRules(context, combined, desired) ? combined.triggered : [],
    blind: combined.missingData,
    trace: [
      ...(weighed ? [{ stage: 'weights', proposed: null, reason: because['counted-by-weight'](weighed) }] : []),
      ...bootEntries(context),
      ...draft.trace,
    ],
  };
}

/** Whether the rules made at least a part of the change. A bound or a size set by hand may have made all of it. */
function isFromRules(
  { current, observation, bounds, policy }: DecisionContext,
  { proposal }: Combined,
  desired: number,
) {
  if (proposal === null || sizeSetIn(observation)) return false;
  return desired > current
    ? proposal > current && desired > repairLevel(policy, bounds)
    : proposal < current && desired < Math.min(current, bounds.max);
}

/** Which rules count with the measured boot. */
function bootEntries({ policy, observation: { boot } }: DecisionContext): TraceEntry[] {
  const rules = rulesWithBoot(policy, boot);
  if (boot === undefined || rules.length === 0) return [];
  return [{ stage: 'boot', proposed: null, reason: because['boot-measured']({ seconds: boot, rules }) }];
}

/** The workers that are capacity, and their units; null if each is one, and so is each that a launch brings. */
function weighedIn({ policy, fleet: { workers, isListed, live: units } }: DecisionContext): Weighed | null {
  if (!isListed) return null;
  let count = 0;
  for (const { state } of workers) if (state !== 'draining') count += 1;
  return count === units && weightsFor(policy.provider) === null ? null : { workers: count, units };
}

interface Weighed {
  readonly workers: number;
  readonly units: number;
}

/** The workers that the rule with the used proposal names for removal. */
export const namedIn = (policy: Policy, observation: Observation): readonly string[] =>
  combine(new DecisionContext(withBoot(policy, observation), observation)).named;

/** The value that rules read of a metric; undefined without data. */
export function latestOf(policy: Policy, observation: Observation): (metric: string) => number | undefined {
  const { readings } = new DecisionContext(policy, observation);
  return (metric) => readings.latest(metric);
}

/** Null also if a bound or the floor has moved the group as far as the rules asked for: then nothing was prevented. */
function blockedByOf(
  { proposal, draft: asked }: Combined,
  { blockedBy, capacity }: Draft,
  current: number,
): BlockedBy | null {
  if (blockedBy === 'missing-data') {
    const isMoved = proposal === null ? capacity !== current : capacity <= proposal;
    return isMoved ? null : blockedBy;
  }
  // A rule has its own cooldown, which prevented another proposal.
  if (blockedBy === null || !SLOWS_DOWN.has(blockedBy) || asked.blockedBy !== null) return blockedBy;
  const wanted = asked.capacity;
  return (wanted > current && capacity >= wanted) || (wanted < current && capacity <= wanted) ? null : blockedBy;
}
const SLOWS_DOWN: ReadonlySet<BlockedBy> = new Set(['stabilization', 'limit', 'cooldown', 'waits-for-tier']);

/** Candidates bring the workers that are there down to the desired capacity, never below it: a group short of it loses fewer. */
function candidatesOf({ policy, observation, fleet }: DecisionContext, { named }: Combined, desired: number): string[] {
  if (!fleet.isListed || fleet.live <= desired) return [];
  const count = Math.min(fleet.live - desired, observation.admission?.granted ?? Infinity);
  return terminationCandidates(fleet.workers, count, terminationOrder(policy.provider), named, observation.base);
}

const outcomeReason = makersOf<typeof outcomes>();

function reasonOf(
  direction: Direction,
  blockedBy: BlockedBy | null,
  { current, observation }: DecisionContext,
  { reason: rules, proposal }: Combined,
  { capacity: desired, reason: constraint, also = [], trace }: Draft,
  weighed: Weighed | null,
): Reason {
  const code = blockedBy ?? (direction === 'hold' ? 'hold' : `scale-${direction}`);
  // The bounds of a policy that is deleted explain nothing.
  const limit = observation.deleted ? null : constraint;
  // If a bound has made the whole change anyway, what would have slowed it down explains nothing.
  const asked = proposal ?? current;
  const isReached =
    blockedBy === null && !sizeSetIn(observation) && (desired > current ? desired >= asked : desired <= asked);
  const earlier = limit === null || isReached ? [] : earlierChanges(limit, trace, asked, rules);
  return outcomeReason[code]({
    current,
    desired,
    proposal,
    rules,
    constraint: limit,
    ...(earlier.length > 0 && { earlier }),
    also: [...also, ...askedElsewhere(observation)],
    ...weighed,
  });
}
