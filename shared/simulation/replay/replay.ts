import { MOST_WORKERS, type Parsed, type Policy } from '../../policy/index.ts';
import { moduleOf } from '../../rules/index.ts';
import { type Play, USUAL_LOAD } from '../engine/run.ts';
import type { DemandSteps } from '../scenario/demand-steps.ts';
import { type Scenario, workerRateOf } from '../scenario/scenario.ts';
import { type DecisionSink, policyController } from './policy-controller.ts';

/** What a policy's replay is: it starts within its capacity, and from then on its decisions alone bound the group. */
export function replayOf(
  policy: Policy,
  scenario: Scenario,
  demand: DemandSteps,
  onDecision?: DecisionSink,
): Parsed<Play> {
  const controller = policyController(policy, scenario, onDecision);
  if (!controller.ok) return controller;
  const { min, max } = policy.capacity;
  const [first = 0] = demand.steps;
  const initial = Math.max(min, Math.min(max, Math.ceil(first / workerRateOf(scenario) / USUAL_LOAD)));
  const bounds = { min: leastOf(policy), max: MOST_WORKERS };
  return { ok: true, value: { scenario, demand, controller: controller.value, bounds, initial } };
}

/** The fewest workers the policy may ever ask for: schedule windows move its bounds, down as well as up. */
function leastOf({ capacity, rules }: Policy): number {
  const windows = rules.flatMap((rule) => moduleOf(rule).windows?.(rule) ?? []);
  return Math.min(capacity.min, ...windows.flatMap(({ min, max }) => [min ?? Infinity, max ?? Infinity]));
}
