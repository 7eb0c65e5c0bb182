import * as z from 'zod';
import type { Formula } from '../model/index.ts';
import {
  checked,
  exactlyOne,
  GROUP_FIGURES,
  isGroupFigure,
  plainName,
  positiveDuration,
  valueError,
  withinADay,
} from '../model/index.ts';
import { type MetricSource, sourceFields, sourceKinds, sourceOf } from '../sources/index.ts';

/** What every metric has, and one source. */
export const metric = z
  .strictObject({ ...sourceFields, maxAge: withinADay(positiveDuration).optional() })
  .superRefine(exactlyOne(sourceKinds));

export const metrics = z
  .record(
    checked(
      plainName,
      (name) => !isGroupFigure(name),
      (written) => valueError('', 'reserved-name', { written, reserved: GROUP_FIGURES }),
    ),
    metric,
  )
  .default({});

export type MetricDefinition = z.output<typeof metric>;
/** Definitions by name; a name may be missing, or its definition faulty. */
export type Metrics = Readonly<Record<string, MetricDefinition | undefined>>;

/** The metric of this name; `undefined` if there is none. */
export const definitionOf = (name: string, metrics: Metrics): MetricDefinition | undefined =>
  Object.hasOwn(metrics, name) ? metrics[name] : undefined;

/** Where the metric of this name comes from; `undefined` if there is no such metric. */
export function metricSource(name: string, metrics: Metrics): MetricSource | undefined {
  const definition = definitionOf(name, metrics);
  return definition && sourceOf(definition);
}

/** For a metric that only an observation knows. */
const DEFAULT_PERIOD_SECONDS = 60;
const DEFAULT_MAX_AGE_SECONDS = 180;

/** Seconds that one datapoint of the metric covers. */
export function periodOf(definition: MetricDefinition | undefined): number {
  return definition ? sourceOf(definition).period : DEFAULT_PERIOD_SECONDS;
}

/** Seconds after the end of a period until its value is complete; `maxAge` does not count them. */
export const settlesIn = (definition: MetricDefinition | undefined): number =>
  definition ? sourceOf(definition).settles : 0;

/** The metrics with the `maxAge` of each written out. A formula without one is as old as the metrics that it reads. */
export function withAges<Written extends Metrics>(metrics: Written, ageOf = maxAgeOf): Written {
  const entries = Object.entries(metrics).map(([name, definition]) => {
    if (!definition || definition.maxAge !== undefined || formulaOf(definition)) return [name, definition];
    return [name, { ...definition, maxAge: ageOf(definition) }];
  });
  return Object.fromEntries(entries) as Written;
}

/** The age of a metric in a stored policy that does not contain it. */
export function earlierMaxAgeOf(definition: MetricDefinition | undefined): number {
  const source = definition && sourceOf(definition);
  return source?.earlierMaxAge ?? maxAgeOf(definition);
}

/** Seconds after which a datapoint no longer counts as data: `maxAge`, otherwise what is usual for the source. */
export function maxAgeOf(definition: MetricDefinition | undefined): number {
  if (!definition) return DEFAULT_MAX_AGE_SECONDS;
  return definition.maxAge ?? sourceOf(definition).maxAge;
}

/** Computes the metric from others; null if it is measured, or known to the observation alone. */
export const formulaOf = (definition: MetricDefinition | undefined): Formula | null =>
  definition ? sourceOf(definition).computedBy : null;

/** The metric itself, or the names that its formula reads: metrics, and the group's own figures. */
export function readBy(name: string, metrics: Metrics): readonly string[] {
  return formulaOf(definitionOf(name, metrics))?.names ?? [name];
}
