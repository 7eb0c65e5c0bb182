import { type Decision, entryOf, sizeSetIn } from '../../decision/index.ts';
import type { Reason } from '../../model/index.ts';
import { readBy } from '../../policy/index.ts';
import { metricsOf } from '../../rules/index.ts';
import type { LaunchBackoff, WatchedCondition } from '../../state/index.ts';
import { because } from '../because.ts';
import { isShortOf } from '../model.ts';
import type { DecidedContext, WorkersContext } from '../observe/group-context.ts';
import { isOfEnds } from '../plan/launch-backoff.ts';
import { replacingNow } from '../plan/plan.ts';
import { heldBack } from '../plan/velocity.ts';

export interface Condition {
  readonly condition: WatchedCondition;
  readonly reason: Reason;
}

/** The conditions that a group is in now. If one lasts, an operator has to act. */
export function conditionsOf(context: WorkersContext, decision: Decision): Condition[] {
  const { policy, paused, observation } = context;
  // An operator paused the group, so it is expected not to change.
  if (paused === true || context.state.policy.deleting) return [];
  return [
    ...cannotLaunch(context, decision),
    ...noData(context, decision),
    ...replacingInLoop(context),
    // Whoever set the size knows that the rules may ask for more.
    ...(sizeSetIn(observation) ? [] : atMaximum(policy.capacity.max, decision)),
  ];
}

const MOST_CAUSES = 3;

function noData(context: DecidedContext, { blind: rules, trace }: Decision): Condition[] {
  if (rules.length === 0) return [];
  const causes = rules.slice(0, MOST_CAUSES).flatMap((rule) => entryOf(trace, rule)?.reason ?? []);
  const unread = unreadFor(rules, context);
  const reason = because['condition-no-data']({ rules, causes, ...(unread.length > 0 && { unread }) });
  return [{ condition: 'no-data', reason }];
}

/** Why metrics that these rules read, or that their formulas read, could not be read: at most three causes. */
export function unreadFor(rules: readonly string[], { policy, unread }: DecidedContext): Reason[] {
  const read = policy.rules
    .filter(({ name }) => rules.includes(name))
    .flatMap((rule) => metricsOf(rule).flatMap((name) => readBy(name, policy.metrics)));
  return unread.filter(({ params: { metric } }) => read.some((name) => name === metric)).slice(0, MOST_CAUSES);
}

/**
 * Workers are missing, and the last launches failed or the account has no room. Or launched workers end again and again, or
 * the version of a rollout is rejected again and again.
 */
function cannotLaunch({ state, seen, policy, paused }: DecidedContext, { desired, blockedBy }: Decision): Condition[] {
  if (policy.dryRun || paused === 'out') return [];
  const { launchBackoff } = state.provider;
  const isInLoop = (backoff: LaunchBackoff) =>
    backoff.failures > 1 && (isOfEnds(backoff) || backoff.spec !== undefined);
  const isFailing = launchBackoff !== null && (isShortOf(desired, seen) || isInLoop(launchBackoff));
  if (!isFailing && blockedBy !== 'capacity-unavailable') return [];
  const reason = because['condition-cannot-launch']({ because: launchBackoff?.because ?? null });
  return [{ condition: 'cannot-launch', reason }];
}

function replacingInLoop(context: WorkersContext): Condition[] {
  const { held } = replacingNow(context);
  if (context.policy.dryRun || held === 0) return [];
  return [{ condition: 'replacing-in-loop', reason: because['condition-replacing-in-loop'](heldBack(context, held)) }];
}

/** The rules ask for more than the bounds in force allow, whatever else delays them. */
function atMaximum(max: number, { desired, proposal, blockedBy }: Decision): Condition[] {
  if (proposal === null || proposal <= desired) return [];
  if (blockedBy !== 'at-max' && desired < max) return [];
  return [{ condition: 'at-max', reason: because['condition-at-max']({ max: desired, proposal }) }];
}
