import type { Policy } from '../policy/index.ts';
import type { CapacityChange, GroupState, Proposal } from './model.ts';

/**
 * What a decision must remember of the past, kept so that a steady group writes nothing:
 * proposals are runs (a value holds until the next entry), changes are kept for the longest limit period only.
 */

/**
 * The runs that the policy's longest window reaches, as points: each at the last moment it held. So the points within
 * any shorter window are exactly the values that held at some moment of it.
 */
export function proposalPoints(runs: readonly Proposal[], policy: Policy, now: number): Proposal[] {
  const windowStart = now - longestStabilization(policy) * 1000;
  return runs
    .map(({ value }, index) => ({ at: Math.min(now, (runs[index + 1]?.at ?? Infinity) - 1), value }))
    .filter(({ at }) => at > windowStart);
}

/** The runs with a new proposal, without those that the longest window no longer reaches; the same array if nothing changed. */
export function withProposal(
  runs: readonly Proposal[],
  policy: Policy,
  proposal: number,
  current: number,
  now: number,
): readonly Proposal[] {
  const window = longestStabilization(policy);
  if (window === 0) return runs.length === 0 ? runs : [];
  // A group's first proposal follows its size, which stands for all that was asked before.
  const known = runs.length === 0 ? [{ at: now, value: current }] : runs;
  if (known.at(-1)?.value === proposal) return known;
  const windowStart = now - window * 1000;
  const reached = known.filter((_, index) => (known[index + 1]?.at ?? Infinity) > windowStart);
  return [...reached, { at: now, value: proposal }];
}

export const longestStabilization = ({ behavior }: Policy): number =>
  Math.max(behavior.out.stabilization, behavior.in.stabilization);

export function withChange(state: GroupState, policy: Policy, by: number, now: number): readonly CapacityChange[] {
  const periods = [...policy.behavior.out.limits, ...policy.behavior.in.limits].map(({ every }) => every);
  const oldest = now - Math.max(0, ...periods) * 1000;
  return [...state.changes, { at: now, by }].filter(({ at }) => at > oldest);
}
