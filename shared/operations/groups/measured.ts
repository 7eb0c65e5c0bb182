import type { EvaluationDependencies, EvaluationRecord, EvaluationRecords } from '../../evaluation/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { GroupState, StateError } from '../../state/index.ts';
import { indexedGroups } from './known-groups.ts';
import { spendPerHourOf } from './spending.ts';
import { activePolicies } from './workers.ts';

/** What is known of a group without asking its provider or its sources. */
export interface MeasuredGroup {
  readonly state: GroupState;
  /** Null if none is in force, or if it cannot be read. */
  readonly policy: Policy | null;
  /** The newest record of an evaluation; null without one. */
  readonly latest: EvaluationRecord | null;
  /** What the workers cost per hour in dollars; null if that is not known. */
  readonly spendPerHour: number | null;
}

export interface MeasuredUse {
  readonly states: Pick<EvaluationDependencies['states'], 'due' | 'read'>;
  readonly policies: EvaluationDependencies['policies'];
  readonly evaluations: Pick<EvaluationRecords, 'latest'>;
}

/** All groups with a policy in force, by name, and those whose state cannot be used. It reads only the table: the index, the states, and what was recorded last. */
export async function measuredGroups(
  use: MeasuredUse,
  now: number,
): Promise<{ readonly groups: readonly MeasuredGroup[]; readonly unusable: readonly StateError[] }> {
  const names = await indexedGroups(use);
  const [read, latest] = await Promise.all([use.states.read(names), use.evaluations.latest(names, now)]);
  const states = read.usable();
  const policies = await activePolicies(states, use);
  const byName = new Map(states.map((state) => [state.group, state]));
  const groups = names.flatMap((group): MeasuredGroup[] => {
    const state = byName.get(group);
    if (!state) return [];
    const known = { policy: policies.get(group) ?? null, latest: latest.get(group) ?? null };
    return [{ state, ...known, spendPerHour: spendPerHourOf(state) }];
  });
  return { groups, unusable: read.unusable() };
}
