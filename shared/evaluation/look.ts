import type { Decision } from '../decision/index.ts';
import { caseOf } from './case.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import type { GroupState, Seen } from './model.ts';
import { observe } from './observe.ts';
import { planOf } from './plan.ts';
import { PolicyCache } from './policies/policy-cache.ts';
import { type TunedRuleStanding, tunedRules } from './tuned-rules.ts';

/** How a group stands: its state, and what an evaluation would decide at this moment. */
export interface Look {
  readonly state: GroupState;
  readonly at: number;
  /** Null when no policy is in force. */
  readonly decided: { readonly seen: Seen; readonly decision: Decision } | null;
  /** Rules that tune themselves, by what evaluations have written of them. */
  readonly tunedRules: readonly TunedRuleStanding[];
}

/**
 * Observes and decides as an evaluation does, and does nothing about it; so what an earlier evaluation left unfinished
 * is seen as it stands. `null` for an unknown group.
 */
export async function look(group: string, dependencies: EvaluationDependencies): Promise<Look | null> {
  const observed = await observe([group], new PolicyCache(), dependencies);
  const state = observed.states.get(group);
  if (!state) return null;
  const at = dependencies.clock();
  const accepted = observed.policies.get(group);
  if (!accepted) return { state, at, decided: null, tunedRules: [] };
  const each = caseOf(accepted, state, observed, { trigger: 'manual', now: at, leaving: new Set() });
  const { decision } = each.policy.dryRun ? each : planOf(each, 'none');
  return { state, at, decided: { seen: each.seen, decision }, tunedRules: tunedRules(accepted, state) };
}
