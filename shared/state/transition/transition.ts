import type { Decision } from '../../decision/index.ts';
import type { Observation, Policy } from '../../policy/index.ts';
import type { DecisionMemory } from '../slices/decision.ts';
import { idleSinceAfter } from './idle.ts';
import { proposalPoints, withChange, withProposal } from './proposals.ts';
import { readingsAfter } from './readings.ts';
import { servingAfter } from './serving.ts';

/** What is remembered, as an observation shows it. */
export function historyOf(memory: DecisionMemory, policy: Policy, now: number): Observation['history'] {
  return {
    proposals: proposalPoints(memory.proposals, policy, now),
    changes: [...memory.changes],
    lastOutAt: memory.lastOutAt ?? undefined,
    lastInAt: memory.lastInAt ?? undefined,
    ruleFiredAt: { ...memory.ruleFiredAt },
    missing: { ...memory.missing },
    tuned: { ...memory.tuned },
    ...(memory.serving && { serving: [...memory.serving] }),
  };
}

export interface Decided {
  readonly policy: Policy;
  readonly observation: Observation;
  readonly decision: Decision;
  /** Whether the decision is carried out, or the group already has this capacity. */
  readonly isCarriedOut: boolean;
}

/**
 * What a group remembers after a decision: the one place that computes it, for production and for simulation. What was
 * learned counts whether or not anything is done; size, cooldowns and changes only when the decision is carried out.
 * A field that stays keeps its identity, and so does the whole when nothing changed.
 */
export function stateAfter(
  memory: DecisionMemory,
  { policy, observation, decision, isCarriedOut }: Decided,
): DecisionMemory {
  const { now } = observation;
  const { proposal, current } = decision;
  const after: DecisionMemory = {
    ...memory,
    proposals: proposal === null ? memory.proposals : withProposal(memory.proposals, policy, proposal, current, now),
    missing: missingAfter(memory.missing, policy, decision),
    readings: readingsAfter(memory.readings, policy, observation),
    tuned: tunedAfter(memory.tuned, observation.history.tuned),
    ...idleSinceAfter(memory, observation),
    ...servingAfter(memory, policy, observation),
    ...(isCarriedOut ? { desired: decision.desired, ...moved(memory, policy, decision, now) } : {}),
  };
  return fieldsChanged(memory, after).length === 0 ? memory : after;
}

/** The memory after workers beyond the desired capacity were removed. Cooldown and limits count this as a scale-in. */
export const scaledInBesides = (
  memory: DecisionMemory,
  policy: Policy,
  units: number,
  now: number,
): DecisionMemory => ({
  ...memory,
  lastInAt: now,
  changes: withChange(memory.changes, policy, -units, now),
});

/** Only what a decision changed; empty when nothing did. */
export function changesOf(before: DecisionMemory, after: DecisionMemory): Partial<DecisionMemory> {
  if (after === before) return {};
  return Object.fromEntries(fieldsChanged(before, after).map((field) => [field, after[field]]));
}

const fieldsChanged = (before: DecisionMemory, after: DecisionMemory): (keyof DecisionMemory)[] =>
  (Object.keys(after) as (keyof DecisionMemory)[]).filter((field) => before[field] !== after[field]);

/**
 * What a change of capacity leaves behind. Workers that ended and are not replaced are a change of capacity, too: the
 * decision starts without them.
 */
function moved(
  { desired, changes, ruleFiredAt }: DecisionMemory,
  policy: Policy,
  { current, direction, fired, change }: Decision,
  now: number,
): Partial<DecisionMemory> {
  const lost = Math.max(0, (desired ?? 0) - current);
  const before = lost > 0 ? withChange(changes, policy, -lost, now) : changes;
  if (direction === 'hold') return { changes: before };
  return {
    ...(direction === 'out' ? { lastOutAt: now } : { lastInAt: now }),
    ruleFiredAt: { ...ruleFiredAt, ...Object.fromEntries(fired.map((rule) => [rule, now])) },
    changes: withChange(before, policy, change, now),
  };
}

/** Counts the evaluations without data, for rules that fall back after some; nothing is counted for the others. */
function missingAfter(
  before: DecisionMemory['missing'],
  { rules }: Policy,
  { blind }: Decision,
): DecisionMemory['missing'] {
  const falling = blind.length === 0 ? [] : rules.filter(({ name, fallback }) => fallback && blind.includes(name));
  const after = Object.fromEntries(
    falling.map(({ name, fallback }) => {
      // A rule may be named as what objects inherit, such as "constructor".
      const counted = (Object.hasOwn(before, name) ? before[name] : undefined) ?? 0;
      return [name, Math.min(fallback?.after ?? 0, counted) + 1];
    }),
  );
  return hasSameEntries(before, after) ? before : after;
}

/** The observation shows what is tuned now: what was found before this decision, without the rules that are gone. */
const tunedAfter = (
  before: DecisionMemory['tuned'],
  observed: Observation['history']['tuned'],
): DecisionMemory['tuned'] => (hasSameEntries(before, observed) ? before : observed);

function hasSameEntries<Value>(one: Readonly<Record<string, Value>>, other: Readonly<Record<string, Value>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
