import type { Observation, Policy, Tuned } from '../policy/index.ts';
import type { Decision } from './decision.ts';

/** A proposal that held from `at` until the next one. */
export interface Proposal {
  readonly at: number;
  readonly value: number;
}
export interface CapacityChange {
  readonly at: number;
  readonly by: number;
}

/** What a group's next decision must know of its earlier ones. All times are ms since the epoch. */
export interface Memory {
  readonly lastOutAt: number | null;
  readonly lastInAt: number | null;
  readonly ruleFiredAt: Readonly<Record<string, number>>;
  /** What the rules asked for, as runs: each value held from `at` until the next entry. Oldest first. */
  readonly proposals: readonly Proposal[];
  /** Changes of capacity within the longest limit period. Oldest first. */
  readonly changes: readonly CapacityChange[];
  /** Evaluations in a row in which a rule with a fallback had no data. */
  readonly missing: Readonly<Record<string, number>>;
  /** What rules that tune themselves found out last. Lost, it is found again on the recorded past. */
  readonly tuned: Readonly<Record<string, Tuned>>;
}

export const NO_MEMORY: Memory = {
  ...{ lastOutAt: null, lastInAt: null, ruleFiredAt: {}, proposals: [], changes: [], missing: {}, tuned: {} },
};

/** The memory as an observation shows it. */
export function historyOf(memory: Memory, policy: Policy, now: number): Observation['history'] {
  return {
    proposals: proposalPoints(memory.proposals, policy, now),
    changes: [...memory.changes],
    lastOutAt: memory.lastOutAt ?? undefined,
    lastInAt: memory.lastInAt ?? undefined,
    ruleFiredAt: { ...memory.ruleFiredAt },
    missing: { ...memory.missing },
    tuned: { ...memory.tuned },
  };
}

/** The memory after a decision whose change was carried out. */
export function afterDecision(memory: Memory, policy: Policy, decision: Decision, now: number): Memory {
  const { proposal, current } = decision;
  return {
    ...memory,
    ...movedBy(memory, policy, decision, now),
    proposals: proposal === null ? memory.proposals : withProposal(memory.proposals, policy, proposal, current, now),
    missing: missingAfter(memory.missing, policy, decision),
  };
}

/** What a change of capacity leaves behind; nothing when the decision holds. */
export function movedBy(
  { changes, ruleFiredAt }: Pick<Memory, 'changes' | 'ruleFiredAt'>,
  policy: Policy,
  { direction, fired, change }: Decision,
  now: number,
): Partial<Memory> {
  if (direction === 'hold') return {};
  return {
    ...(direction === 'out' ? { lastOutAt: now } : { lastInAt: now }),
    ruleFiredAt: { ...ruleFiredAt, ...Object.fromEntries(fired.map((rule) => [rule, now])) },
    changes: withChange(changes, policy, change, now),
  };
}

/** Counts the evaluations without data, for rules that fall back after some; nothing is counted for the others. */
export function missingAfter(missing: Memory['missing'], { rules }: Policy, { blind }: Decision): Memory['missing'] {
  if (blind.length === 0) return {};
  const counted = rules.filter(({ name, fallback }) => fallback && blind.includes(name));
  return Object.fromEntries(
    counted.map(({ name, fallback }) => [name, Math.min((fallback?.after ?? 0) + 1, (missing[name] ?? 0) + 1)]),
  );
}

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

/** The changes with a new one, kept so that a steady group remembers nothing: as far back as the longest limit looks. */
export function withChange(
  changes: readonly CapacityChange[],
  { behavior }: Policy,
  by: number,
  now: number,
): readonly CapacityChange[] {
  const periods = [...behavior.out.limits, ...behavior.in.limits].map(({ every }) => every);
  const oldest = now - Math.max(0, ...periods) * 1000;
  return [...changes, { at: now, by }].filter(({ at }) => at > oldest);
}

const longestStabilization = ({ behavior }: Policy): number =>
  Math.max(behavior.out.stabilization, behavior.in.stabilization);
