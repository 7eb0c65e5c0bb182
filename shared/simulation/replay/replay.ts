import { MOST_WORKERS, type Parsed, type Policy } from '../../policy/index.ts';
import { moduleOf, usedRules } from '../../rules/index.ts';
import { type Play, USUAL_LOAD } from '../engine/run.ts';
import { costingOf, type MarketPrices } from '../prices/costing.ts';
import type { DemandSteps } from '../scenario/demand-steps.ts';
import { type Scenario, workerRateOf } from '../scenario/scenario.ts';
import { type DecisionSink, policyController } from './policy-controller.ts';
import { replayedPool } from './pool-plan.ts';

/**
 * Prepares the replay of a policy. The group starts within the policy's capacity; later, only its decisions limit the group.
 * `market`: prices beside those of the policy and of the scenario. `withPool`: whether it has its warm pool.
 */
export function replayOf(
  policy: Policy,
  scenario: Scenario,
  demand: DemandSteps,
  onDecision?: DecisionSink,
  market: MarketPrices = {},
  { withPool = true } = {},
): Parsed<Play> {
  const roster = costingOf(policy, scenario, market, demand.start)?.workers();
  const pool = withPool ? replayedPool(policy, scenario) : null;
  const controller = policyController(policy, scenario, { onDecision, roster, pool });
  if (!controller.ok) return controller;
  const { min, max } = policy.capacity;
  const [first = 0] = demand.steps;
  const initial = Math.max(min, Math.min(max, Math.ceil(first / workerRateOf(scenario) / USUAL_LOAD)));
  const bounds = { min: minimumOf(policy), max: MOST_WORKERS };
  return {
    ok: true,
    value: {
      scenario,
      demand,
      controller: controller.value,
      bounds,
      initial,
      ...(roster && { roster }),
      ...(pool && { pool: pool.plan }),
    },
  };
}

/** The lowest capacity that the policy can request; schedule windows can lower its minimum. */
function minimumOf(policy: Policy): number {
  const windows = usedRules(policy).flatMap((rule) => moduleOf(rule).windows?.(rule) ?? []);
  return Math.min(policy.capacity.min, ...windows.flatMap(({ min, max }) => [min ?? Infinity, max ?? Infinity]));
}
