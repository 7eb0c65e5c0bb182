import { shortPeakSeconds } from '../../decision/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { CapacityChange, Proposal } from '../slices/decision.ts';

/**
 * The runs that the policy's longest window reaches, as points: each at the last moment it held. So the points within
 * any shorter window are exactly the values that held at some moment of it.
 */
export function proposalPoints(runs: readonly Proposal[], policy: Policy, now: number): Proposal[] {
  const windowStart = now - longestWindow(policy) * 1000;
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
  const window = longestWindow(policy);
  if (window === 0) return runs.length === 0 ? runs : [];
  // A group's first proposal follows its size, which counts as what was asked for before.
  const known = runs.length === 0 ? [{ at: now, value: current }] : runs;
  if (known.at(-1)?.value === proposal) return known;
  const windowStart = now - window * 1000;
  const reached = known.filter((_, index) => (known[index + 1]?.at ?? Infinity) > windowStart);
  return [...reached, { at: now, value: proposal }];
}

/** The changes with a new one, as far back as the longest limit period: a steady group remembers none. */
export function withChange(
  changes: readonly CapacityChange[],
  policy: Policy,
  by: number,
  now: number,
): readonly CapacityChange[] {
  const { behavior } = policy;
  const periods = [...behavior.out.limits, ...behavior.in.limits].map(({ every }) => every);
  const oldest = now - Math.max(shortPeakSeconds(policy), ...periods) * 1000;
  return [...changes, { at: now, by }].filter(({ at }) => at > oldest);
}

const longestWindow = (policy: Policy): number => {
  const { out, in: into } = policy.behavior;
  const boot = into.whileBooting === 'wait' ? policy.warmup : 0;
  return Math.max(out.stabilization, into.stabilization, boot, shortPeakSeconds(policy));
};
