import { decide } from '../../decision/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import { liveUnits, unitsBy } from '../model.ts';
import type { WorkersContext } from '../observe/group-context.ts';
import type { EvaluationReport } from '../report.ts';
import { conditionsOf } from '../watch/conditions.ts';

/** What a group lacks is asked for so long, and renewed every minute. */
const LEAST_SECONDS = 300;
export const lastsFor = ({ evaluateEvery }: Pick<Policy, 'evaluateEvery'>): number =>
  Math.max(LEAST_SECONDS, 3 * evaluateEvery);

/**
 * The workers that a group asks another region for, after an evaluation. It begins once the group could not launch what it
 * needs for `overflow.after`. It ends as the group gets them, or needs them no more: until then it does not grow, unless
 * launches fail. Pure.
 */
export function neededElsewhere(
  context: WorkersContext,
  report: Pick<EvaluationReport, 'decision' | 'outcome'>,
): number {
  const { policy, state, observation, seen, now } = context;
  const { overflow } = policy;
  if (!overflow || policy.dryRun) return 0;
  const asked = state.overflow?.region === overflow.region && state.overflow.until > now ? state.overflow.workers : 0;
  const isShort = hasBeenShort(context, report, overflow.after);
  if (!isShort && asked === 0) return 0;
  const live = liveUnits(seen);
  const missing = Math.max(0, wantedBy(policy, observation, live) - live - unitsBy(report.outcome));
  return isShort ? missing : Math.min(asked, missing);
}

/** The watched condition says since when, so that nothing else has to be remembered. */
function hasBeenShort(
  context: WorkersContext,
  { decision }: Pick<EvaluationReport, 'decision'>,
  after: number,
): boolean {
  const { state, now } = context;
  const since = state.watch.conditions.find(({ condition }) => condition === 'cannot-launch')?.since;
  if (since === undefined || now - since < after * 1000) return false;
  return conditionsOf(context, decision ?? context.decision).some(({ condition }) => condition === 'cannot-launch');
}

/**
 * How large the group would be if this region had capacity: at once, because it has waited for longer than its pace asks
 * for, and within its bounds and guards. What other regions ask of this group is never passed on: such a group is decided
 * as if it had been meant to be no larger than it is. `live`: the workers that it has.
 */
export function wantedBy(policy: Policy, { overflow, ...own }: Observation, live: number): number {
  const out = { ...policy.behavior.out, cooldown: 0, limits: [], stabilization: 0, shortPeaks: 'follow' as const };
  const isAsked = overflow?.requested !== undefined;
  const observation = isAsked ? { ...own, desired: live } : own;
  return decide({ ...policy, behavior: { ...policy.behavior, out } }, observation).desired;
}
