import { figure } from '../../model/index.ts';
import {
  definitionOf,
  maxAgeOf,
  metricSource,
  type Policy,
  periodOf,
  type Rule,
  readBy,
  readsGroup,
} from '../../policy/index.ts';
import { bootOf, metricsOf, moduleOf, usedRules, workOf } from '../../rules/index.ts';
import { sourceOf } from '../../sources/index.ts';
import { type Scenario, workerRateOf } from '../scenario/scenario.ts';

/** Warnings about a valid policy and a valid scenario that contradict each other, which makes the replay less meaningful. */
export function cautionsOf(policy: Policy, scenario: Scenario): string[] {
  return [...usedRules(policy).flatMap((rule) => ofRule(rule, policy, scenario)), ...ofFreshness(policy, scenario)];
}

function ofRule(rule: Rule, policy: Policy, scenario: Scenario): string[] {
  const cautions: string[] = [];
  const { taskSeconds: stated = scenario.taskSeconds, capacity, target } = workOf(rule);
  if (scenario.taskSeconds !== undefined && stated !== scenario.taskSeconds) {
    cautions.push(
      `rule ${rule.name} assumes that a task takes ${stated} s; in this scenario it takes ${scenario.taskSeconds} s`,
    );
  }
  const boot = bootOf(rule, policy.warmup);
  if (moduleOf(rule).looksAtBoots && boot !== scenario.boot) {
    cautions.push(
      `rule ${rule.name} assumes a boot of ${boot} s (its boot, or else the warmup); in this scenario a boot takes ${scenario.boot} s`,
    );
  }
  if (capacity) cautions.push(...ofCapacity(rule, capacity, policy, scenario));
  if (target?.isTotal) cautions.push(...ofSum(rule, target, policy, scenario, LEAST_LOAD));
  return cautions;
}

/** `value`: how much of the metric one worker serves. */
function ofCapacity(
  { name }: Rule,
  { metric, value }: { readonly metric: string; readonly value: number },
  policy: Policy,
  scenario: Scenario,
): string[] {
  const source = metricSource(metric, policy.metrics);
  if (source?.computedBy) {
    const own = readBy(metric, policy.metrics).find((name) => readsGroup(name, policy.metrics));
    if (own === undefined) return [];
    return [`rule ${name} learns from ${metric}, which reads ${own}: only the present value of ${own} is known`];
  }
  const rate = workerRateOf(scenario);
  if (source?.statistic === 'Sum') return ofSum({ name }, { metric, value }, policy, scenario, 1);
  if (scenario.kind !== 'interactive' || value === rate) return [];
  return [
    `rule ${name} assumes that a worker serves ${value} per second; in this scenario it serves ${rate}${scenario.workerRate === undefined ? ', because the scenario sets no workerRate' : ''}`,
  ];
}

/** No policy aims at a lower share of what a worker serves. */
const LEAST_LOAD = 0.1;

/**
 * Notes a rule whose figure for a worker fits the scenario only as a figure per second, while its metric is the sum of a period.
 * `least`: the smallest share of a worker's rate that the rule may mean.
 */
function ofSum(
  { name }: Pick<Rule, 'name'>,
  { metric, value }: { readonly metric: string; readonly value: number },
  policy: Policy,
  scenario: Scenario,
  least: number,
): string[] {
  const { workerRate } = scenario.kind === 'interactive' ? scenario : {};
  const source = metricSource(metric, policy.metrics);
  if (workerRate === undefined || source?.computedBy || source?.statistic !== 'Sum') return [];
  const { period } = source;
  const isPerSecond = value >= least * workerRate && value <= workerRate && value / period < LEAST_LOAD * workerRate;
  if (!isPerSecond) return [];
  return [
    `${metric} is the sum of ${period} s, so rule ${name} assumes that a worker serves ${figure(value)} in ${period} s; in this scenario it serves ${figure(workerRate)} per second. If ${figure(value)} is per second, let the rule read the formula "${metric} / ${period}"`,
  ];
}

/** Rules have no data if the metric's delay exceeds its maximum age. */
function ofFreshness(policy: Policy, scenario: Scenario): string[] {
  const read = new Set(usedRules(policy).flatMap(metricsOf));
  return [...read].flatMap((name) => {
    const definition = definitionOf(name, policy.metrics);
    const isDelayed = definition !== undefined && sourceOf(definition).statistic !== null;
    if (!isDelayed || scenario.metricDelay + periodOf(definition) <= maxAgeOf(definition)) return [];
    return [
      `${name} has a delay of ${scenario.metricDelay} s and a maximum age of ${maxAgeOf(definition)} s: it is always missing in this scenario; increase its maxAge`,
    ];
  });
}
