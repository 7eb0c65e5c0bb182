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
import { type World, workerRateOf } from '../world/world.ts';

/** Sentences on what makes a replay say little about the policy: both are valid, and do not fit together. */
export function cautionsOf(policy: Policy, world: World): string[] {
  return [...policy.rules.flatMap((rule) => ofRule(rule, policy, world)), ...ofFreshness(policy, world)];
}

function ofRule(rule: Rule, policy: Policy, world: World): string[] {
  const cautions: string[] = [];
  const stated = 'taskSeconds' in rule && typeof rule.taskSeconds === 'number' ? rule.taskSeconds : world.taskSeconds;
  if (world.taskSeconds !== undefined && stated !== world.taskSeconds) {
    cautions.push(`rule ${rule.name} takes a task for ${stated} s; in this world it takes ${world.taskSeconds} s`);
  }
  const boot = bootOf(rule, policy);
  if (WEIGHS_BOOT.includes(rule.kind) && boot !== world.boot) {
    cautions.push(
      `rule ${rule.name} counts with a boot of ${boot} s (its boot, else the warmup); in this world it takes ${world.boot} s`,
    );
  }
  if (rule.kind === 'objective') cautions.push(...ofObjective(rule, policy, world));
  return cautions;
}

const WEIGHS_BOOT: readonly Rule['kind'][] = ['deadline', 'objective', 'forecast'];

function ofObjective(rule: Extract<Rule, { kind: 'objective' }>, policy: Policy, world: World): string[] {
  const source = metricSource(rule.metric, policy.metrics);
  if (source?.formula) {
    const own = readBy(rule.metric, policy.metrics).find(isGroupFigure);
    if (own === undefined) return [];
    return [`rule ${rule.name} learns from ${rule.metric}, which reads ${own}: of that only the present is known`];
  }
  const rate = workerRateOf(world);
  const isTotal = source?.statistic === 'Sum';
  if (world.kind !== 'interactive' || isTotal || rule.perWorker === rate) return [];
  return [
    `rule ${rule.name} says that a worker serves ${rule.perWorker} a second; in this world it serves ${rate}${world.workerRate === undefined ? ', as no workerRate is written' : ''}`,
  ];
}

/** Late metrics that are never fresh leave every rule without data. */
function ofFreshness(policy: Policy, world: World): string[] {
  const read = new Set(policy.rules.flatMap(metricsOf));
  return [...read].flatMap((name) => {
    const definition = definitionOf(name, policy.metrics);
    const isLate = definition !== undefined && sourceOf(definition).statistic !== null;
    if (!isLate || world.metricDelay + periodOf(definition) <= maxAgeOf(definition)) return [];
    return [
      `${name} is seen ${world.metricDelay} s late and good for ${maxAgeOf(definition)} s: it is never fresh here; give it a maxAge`,
    ];
  });
}
