import type * as z from 'zod';
import { closeTo, isMap, pathText, readsGroup, type ValidationError } from '../../model/index.ts';
import {
  type AnyRuleModule,
  formatOfKind,
  moduleOf,
  moduleOfKind,
  type Rule,
  rule as ruleSchema,
} from '../../rules/index.ts';
import { sourceOf } from '../../sources/index.ts';
import type { ParsedDocument } from '../document/document.ts';
import { metric } from '../document/metrics.ts';
import { formulaOf, type Metrics, metricSource, readBy } from '../metrics.ts';
import { policyError } from '../reasons.ts';
import { type ClusterPart, clusterFaults } from './cluster.ts';
import { readable } from './readable.ts';

/** Rules with a name each: the written one, else the metric's or the kind's, numbered when taken. */
export function namedRules(rules: ParsedDocument['rules']): Rule[] {
  const taken = new Set(rules.map((rule) => rule.name));
  return rules.map((rule) => {
    if (rule.name !== undefined) return rule as Rule;
    const [base = rule.kind] = moduleOf(rule as Rule).metrics(rule as Rule).group;
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
    taken.add(name);
    return { ...rule, name };
  });
}

/** What of a rule refers to other parts of the document. */
interface ReferringRule {
  readonly name: string | undefined;
  /** Undefined where the kind is unknown. */
  readonly module: AnyRuleModule | undefined;
  /** Null where the rule is wrong in itself: its name and its metric can still be wrong in what they refer to. */
  readonly rule: Rule | null;
  /** Metrics of the group that it reads. */
  readonly metrics: readonly string[];
}

/** The parts whose references are checked. A part that is wrong in itself is `undefined`, and keeps its place. */
interface ReferringParts {
  /** Whether a provider is written, right or wrong. */
  readonly hasProvider: boolean;
  readonly rules: readonly (ReferringRule | undefined)[];
  readonly metrics: Metrics;
  readonly cluster: ClusterPart;
}

/** The parts of a document that is right in itself. */
export const partsOf = ({ provider, rules, metrics, tier, cluster, guards }: ParsedDocument): ReferringParts => ({
  hasProvider: provider !== undefined,
  metrics,
  cluster: { isWritten: cluster !== undefined, tier, hasBudget: guards.clusterBudget !== undefined },
  rules: rules.map((rule) => referringRule(rule as Rule)),
});

/** What can be read of a document, right or wrong, so that all its faults are reported together. */
export function readableParts(written: unknown): ReferringParts {
  const { provider, rules, metrics, tier, cluster, guards } = Object(written) as Readonly<Record<string, unknown>>;
  return {
    hasProvider: provider !== undefined,
    cluster: {
      isWritten: cluster !== undefined,
      tier: typeof tier === 'string' ? tier : 'worker',
      hasBudget: Object(guards).clusterBudget !== undefined,
    },
    rules: Array.isArray(rules) ? rules.map(readableRule) : [],
    metrics: isMap(metrics)
      ? Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, readable(metric, value)]))
      : {},
  };
}

function referringRule(rule: Rule): ReferringRule {
  const module = moduleOf(rule);
  return { name: rule.name, module, rule, metrics: module.metrics(rule).group };
}

function readableRule(written: unknown): ReferringRule | undefined {
  const right = readable(ruleSchema, written);
  if (right) return referringRule(right as Rule);
  const { kind, name, metric: read } = Object(written) as Record<string, unknown>;
  if (typeof read !== 'string') return undefined;
  const format = formatOfKind(kind);
  // A kind without this field gets a validation error for it anyway.
  if (format && !('metric' in (format.schema as unknown as z.ZodObject).shape)) return undefined;
  const module = moduleOfKind(kind);
  return { name: typeof name === 'string' ? name : undefined, module, rule: null, metrics: [read] };
}

/** Faults between parts of a document that are each right alone: doubled names, unknown metrics, circular formulas. */
export function referenceFaults(parts: ReferringParts): ValidationError[] {
  return [...doubledNames(parts), ...unknownMetrics(parts), ...formulaFaults(parts), ...clusterFaults(parts)];
}

/** What a rule that is written now must not have. */
export function ruleFaults(rules: readonly (Rule | null | undefined)[]): ValidationError[] {
  return rules.flatMap((rule, index) =>
    (rule ? (formatOfKind(rule.kind)?.faults?.(rule) ?? []) : []).map((fault) => ({
      ...fault,
      path: `${pathText(['rules', index])}.${fault.path}`,
    })),
  );
}

/** The same of the rules that can be read. */
export const readableFaults = (written: unknown): ValidationError[] =>
  ruleFaults(readableParts(written).rules.map((each) => each?.rule));

function doubledNames({ rules }: ReferringParts): ValidationError[] {
  const seen = new Set<string>();
  return rules.flatMap((rule, index) => {
    const name = rule?.name;
    if (name === undefined) return [];
    const doubled = seen.has(name);
    seen.add(name);
    return doubled ? [policyError(pathText(['rules', index, 'name']), 'name-taken', { name })] : [];
  });
}

/** A document without `metrics` may read any metric of the observation; one with `metrics` must define what it reads. */
function unknownMetrics({ rules, metrics }: ReferringParts): ValidationError[] {
  if (Object.keys(metrics).length === 0) return [];
  return rules.flatMap((rule, index) => undefinedMetrics(rule, metrics, index));
}

function unknownMetric(path: string, metric: string, metrics: Metrics): ValidationError {
  const close = closeTo(metric, Object.keys(metrics));
  return policyError(path, 'unknown-metric', { metric, ...(close !== null && { close }) });
}

/** Per-worker metrics come with the workers, not from `metrics`. */
function undefinedMetrics(rule: ReferringRule | undefined, metrics: Metrics, index: number): ValidationError[] {
  return (rule?.metrics ?? [])
    .filter((name) => !Object.hasOwn(metrics, name))
    .map((name) => unknownMetric(pathText(['rules', index]), name, metrics));
}

function formulaFaults({ metrics }: ReferringParts): ValidationError[] {
  return Object.entries(metrics).flatMap(([name, definition]) => {
    const source = definition && sourceOf(definition);
    if (!source?.computedBy) return [];
    const path = pathText(['metrics', name, source.kind]);
    return source.computedBy.names.flatMap((read): ValidationError[] => {
      if (readsGroup(read, metrics)) return [];
      if (!Object.hasOwn(metrics, read)) return [unknownMetric(path, read, metrics)];
      if (formulaOf(metrics[read])) return [policyError(path, 'formula-of-formula', { metric: read })];
      return [];
    });
  });
}

/** What prevents a document from running a group: no provider, metrics that are not measured or whose past is not kept. */
export function deploymentFaults({ hasProvider, rules, metrics }: ReferringParts): ValidationError[] {
  const faults: ValidationError[] = hasProvider ? [] : [policyError('provider', 'provider-required', {})];
  rules.forEach((rule, index) => {
    if (!rule) return;
    const path = pathText(['rules', index]);
    if (Object.keys(metrics).length === 0) faults.push(...undefinedMetrics(rule, metrics, index));
    faults.push(...unkeptWaits(rule, metrics, path), ...unkeptPast(rule, metrics, path));
    faults.push(...workerMetricFaults(rule, metrics, path));
  });
  return faults;
}

/** A rule on workers needs metrics of each worker, and one on the group a metric of the group. */
function workerMetricFaults({ rule, module }: ReferringRule, metrics: Metrics, path: string): ValidationError[] {
  if (!rule || !module) return [];
  const { group, perWorker } = module.metrics(rule);
  const ofWorkers = perWorker.filter((name) => !group.includes(name));
  const ofGroup = group.flatMap((name) =>
    readBy(name, metrics).filter((read) => read !== name || !perWorker.includes(name)),
  );
  return [
    ...ofWorkers.flatMap((metric): ValidationError[] => {
      if (!Object.hasOwn(metrics, metric)) return [unknownMetric(path, metric, metrics)];
      const isMeasured = metricSource(metric, metrics)?.eachWorker !== undefined;
      return isMeasured ? [] : [policyError(path, 'metric-of-group', { metric })];
    }),
    ...ofGroup
      .filter((metric) => metricSource(metric, metrics)?.eachWorker === 'always')
      .map((metric) => policyError(path, 'metric-of-workers', { metric })),
  ];
}

/** A condition cannot be checked for longer than the source keeps its datapoints. */
function unkeptWaits({ rule, module }: ReferringRule, metrics: Metrics, path: string): ValidationError[] {
  const waits = rule ? (module?.waits?.(rule) ?? []) : [];
  return waits.flatMap(({ field, metric: waited, seconds }): ValidationError[] => {
    for (const name of readBy(waited, metrics)) {
      const reach = metricSource(name, metrics)?.reach;
      if (!reach) continue;
      const why = reach.message(name);
      return seconds > reach.seconds ? [policyError(`${path}.${field}`, 'past-too-short', { why })] : [];
    }
    return [];
  });
}

/** Rules that learn from recorded demand need a metric whose source keeps its past, or a formula over such metrics. */
function unkeptPast(
  { rule, module, metrics: [first] }: ReferringRule,
  metrics: Metrics,
  path: string,
): ValidationError[] {
  if (!module?.learning) return [];
  const learned = rule ? module.learning.metric(rule) : first;
  if (learned === undefined) return [];
  const presentOnly = (name: string) => metricSource(name, metrics)?.module.presentOnly;
  const unkept = readBy(learned, metrics).find((name) => readsGroup(name, metrics) || presentOnly(name));
  if (unkept === undefined) return [];
  const instead = presentOnly(unkept)?.instead ?? null;
  return [policyError(`${path}.metric`, 'past-not-recorded', { metric: learned, behind: unkept, instead })];
}
