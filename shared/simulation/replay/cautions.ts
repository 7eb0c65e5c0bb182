import {
  definitionOf,
  isGroupFigure,
  maxAgeOf,
  metricSource,
  type Policy,
  periodOf,
  type Rule,
  readBy,
} from '../../policy/index.ts';
import { bootOf, metricsOf, moduleOf, workOf } from '../../rules/index.ts';
import { sourceOf } from '../../sources/index.ts';
import { type Scenario, workerRateOf } from '../scenario/scenario.ts';

/** Sentences on what makes a replay say little about the policy: both are valid, and do not fit together. */
export function cautionsOf(policy: Policy, scenario: Scenario): string[] {
  return [...policy.rules.flatMap((rule) => ofRule(rule, policy, scenario)), ...ofFreshness(policy, scenario)];
}

function ofRule(rule: Rule, policy: Policy, scenario: Scenario): string[] {
  const cautions: string[] = [];
  const { taskSeconds: stated = scenario.taskSeconds, capacity } = workOf(rule);
  if (scenario.taskSeconds !== undefined && stated !== scenario.taskSeconds) {
    cautions.push(
      `rule ${rule.name} takes a task for ${stated} s; in this scenario it takes ${scenario.taskSeconds} s`,
    );
  }
  const boot = bootOf(rule, policy.warmup);
  if (moduleOf(rule).looksAtBoots && boot !== scenario.boot) {
    cautions.push(
      `rule ${rule.name} counts with a boot of ${boot} s (its boot, else the warmup); in this scenario it takes ${scenario.boot} s`,
    );
  }
  if (capacity) cautions.push(...ofCapacity(rule, capacity, policy, scenario));
  return cautions;
}

/** `metric`, and how much of it one worker serves. */
function ofCapacity(
  { name }: Rule,
  { metric, value }: { readonly metric: string; readonly value: number },
  policy: Policy,
  scenario: Scenario,
): string[] {
  const source = metricSource(metric, policy.metrics);
  if (source?.computedBy) {
    const own = readBy(metric, policy.metrics).find(isGroupFigure);
    if (own === undefined) return [];
    return [`rule ${name} learns from ${metric}, which reads ${own}: of that only the present is known`];
  }
  const rate = workerRateOf(scenario);
  const isTotal = source?.statistic === 'Sum';
  if (scenario.kind !== 'interactive' || isTotal || value === rate) return [];
  return [
    `rule ${name} says that a worker serves ${value} a second; in this scenario it serves ${rate}${scenario.workerRate === undefined ? ', as no workerRate is written' : ''}`,
  ];
}

/** Late metrics that are never fresh leave every rule without data. */
function ofFreshness(policy: Policy, scenario: Scenario): string[] {
  const read = new Set(policy.rules.flatMap(metricsOf));
  return [...read].flatMap((name) => {
    const definition = definitionOf(name, policy.metrics);
    const isLate = definition !== undefined && sourceOf(definition).statistic !== null;
    if (!isLate || scenario.metricDelay + periodOf(definition) <= maxAgeOf(definition)) return [];
    return [
      `${name} is seen ${scenario.metricDelay} s late and good for ${maxAgeOf(definition)} s: it is never fresh here; give it a maxAge`,
    ];
  });
}
