import { bootOf } from '../../decision/index.ts';
import {
  definitionOf,
  isGroupFigure,
  maxAgeOf,
  metricSource,
  metricsOf,
  type Policy,
  periodOf,
  type Rule,
  readBy,
} from '../../policy/index.ts';
import { sourceOf } from '../../sources/index.ts';
import { type Scenario, workerRateOf } from '../scenario/scenario.ts';

/** Sentences on what makes a replay say little about the policy: both are valid, and do not fit together. */
export function cautionsOf(policy: Policy, scenario: Scenario): string[] {
  return [...policy.rules.flatMap((rule) => ofRule(rule, policy, scenario)), ...ofFreshness(policy, scenario)];
}

function ofRule(rule: Rule, policy: Policy, scenario: Scenario): string[] {
  const cautions: string[] = [];
  const stated =
    'taskSeconds' in rule && typeof rule.taskSeconds === 'number' ? rule.taskSeconds : scenario.taskSeconds;
  if (scenario.taskSeconds !== undefined && stated !== scenario.taskSeconds) {
    cautions.push(
      `rule ${rule.name} takes a task for ${stated} s; in this scenario it takes ${scenario.taskSeconds} s`,
    );
  }
  const boot = bootOf(rule, policy);
  if (WEIGHS_BOOT.includes(rule.kind) && boot !== scenario.boot) {
    cautions.push(
      `rule ${rule.name} counts with a boot of ${boot} s (its boot, else the warmup); in this scenario it takes ${scenario.boot} s`,
    );
  }
  if (rule.kind === 'objective') cautions.push(...ofObjective(rule, policy, scenario));
  return cautions;
}

const WEIGHS_BOOT: readonly Rule['kind'][] = ['deadline', 'objective', 'forecast'];

function ofObjective(rule: Extract<Rule, { kind: 'objective' }>, policy: Policy, scenario: Scenario): string[] {
  const source = metricSource(rule.metric, policy.metrics);
  if (source?.computedBy) {
    const own = readBy(rule.metric, policy.metrics).find(isGroupFigure);
    if (own === undefined) return [];
    return [`rule ${rule.name} learns from ${rule.metric}, which reads ${own}: of that only the present is known`];
  }
  const rate = workerRateOf(scenario);
  const isTotal = source?.statistic === 'Sum';
  if (scenario.kind !== 'interactive' || isTotal || rule.perWorker === rate) return [];
  return [
    `rule ${rule.name} says that a worker serves ${rule.perWorker} a second; in this scenario it serves ${rate}${scenario.workerRate === undefined ? ', as no workerRate is written' : ''}`,
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
