import type { Decision } from '../decision/index.ts';
import type { Policy } from '../policy/index.ts';
import type { GroupState } from '../state/index.ts';
import { caseOf } from './case.ts';
import type { EvaluationDependencies } from './dependencies.ts';
import { poolKey, type Seen } from './model.ts';
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
  /** Capacity of the policy that the provider was lately short of, until when it is left out. */
  readonly unavailable: Readonly<Record<string, number>>;
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
  if (!accepted) return { state, at, decided: null, unavailable: {}, tunedRules: [] };
  const each = caseOf(accepted, state, observed, { trigger: 'manual', now: at, leaving: new Set() });
  const { decision } = each.policy.dryRun ? each : await planOf(each, 'none');
  const unavailable = leftOut(accepted, await each.unavailable(), at);
  return { state, at, decided: { seen: each.seen, decision }, unavailable, tunedRules: tunedRules(accepted, state) };
}

function leftOut(
  { provider }: Policy,
  unavailable: ReadonlyMap<string, number>,
  at: number,
): Readonly<Record<string, number>> {
  const keys = (provider?.subnets ?? []).flatMap((subnet) =>
    (provider?.instanceTypes ?? []).flatMap((instanceType) =>
      (['on-demand', 'spot'] as const).map((market) => poolKey({ instanceType, subnet }, market)),
    ),
  );
  return Object.fromEntries([...unavailable].filter(([key, until]) => until > at && keys.includes(key)));
}
