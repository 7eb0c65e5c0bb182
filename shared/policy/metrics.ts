import { type Formula, isGroupFigure } from '../model/index.ts';
import { type MetricSource, sourceOf } from '../sources/index.ts';
import type { MetricDefinition } from './document/metrics.ts';

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

const MINUTE_SECONDS = 60;

/** Whether the metric has a value for each minute, which comes some time after its end. */
export function comesByMinute(name: string, metrics: Metrics): boolean {
  const source = metricSource(name, metrics);
  return typeof source?.statistic === 'string' && source.period === MINUTE_SECONDS;
}

/**
 * Seconds from one evaluation of a group to the next: at most what its policy asks for. They are evenly spaced within each
 * minute, such as 20 s for 25 s, or whole minutes.
 */
export const evaluatedEvery = (asked: number): number =>
  asked < MINUTE_SECONDS
    ? MINUTE_SECONDS / Math.ceil(MINUTE_SECONDS / asked)
    : Math.floor(asked / MINUTE_SECONDS) * MINUTE_SECONDS;

/**
 * Whether the schedule evaluates the group just after its metrics of whole minutes have come. `every`: seconds from one
 * evaluation to the next. The groups of a cluster are decided together, when the schedule runs.
 */
export const isPaced = (every: number, { cluster }: { readonly cluster?: string | undefined }): boolean =>
  every === MINUTE_SECONDS && cluster === undefined;

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

/** Seconds of datapoints whose mean is the value; 0: the newest datapoint. */
export const averagingWindow = (definition: MetricDefinition | undefined): number => definition?.window ?? 0;

/** Whether silence is 0: for metrics that are not published while nothing happens. */
export const isZeroWhenSilent = (definition: MetricDefinition | undefined): boolean => definition?.missing === 'zero';

/**
 * Whether nobody has chosen the age at which a datapoint no longer counts: then it follows the pace at which datapoints
 * really come.
 */
export function hasUsualAge(definition: MetricDefinition | undefined): boolean {
  if (definition?.maxAge === undefined) return true;
  const { maxAge, earlierMaxAge } = sourceOf(definition);
  return definition.maxAge === maxAge || definition.maxAge === earlierMaxAge;
}

/** Names of what is counted as a whole, however many workers there are, and of what is timed. */
const COUNTED = /queue|waiting|backlog|messages|visible|pending|depth|jobs|tasks|orders|count(?!er)|total/i;
const TIMED = /oldest|ageOf|\bage\b|latency|duration|response_?time/i;

/** What is measured, by name; null where the source says it otherwise. */
function nameOf(name: string, source: MetricSource | undefined): string | null {
  const measures = source?.measures;
  if (measures && 'signal' in measures) return null;
  return measures?.name ?? name;
}

/** Whether the metric is a total that the workers share, as far as its source and its name show. */
export function isCounted(name: string, metrics: Metrics): boolean {
  const source = metricSource(name, metrics);
  if (source?.computedBy) return false;
  const text = nameOf(name, source);
  if (source?.isTotal || text === null) return true;
  return COUNTED.test(text) && !TIMED.test(text) && !/per[-_. ]?(target|worker|instance|host|node)$/i.test(text);
}

/**
 * Whether the metric is an average over the workers, as far as its source and its name show: fewer workers would have more
 * of it each. A formula that reads the size of the group is one.
 */
export function isAverage(name: string, metrics: Metrics): boolean {
  const source = metricSource(name, metrics);
  if (source?.computedBy) return source.computedBy.names.some((read) => isGroupFigure(read));
  const text = nameOf(name, source);
  return text !== null && !TIMED.test(text) && !isCounted(name, metrics);
}

/** Computes the metric from others; null if it is measured, or known to the observation alone. */
export const formulaOf = (definition: MetricDefinition | undefined): Formula | null =>
  definition ? sourceOf(definition).computedBy : null;

/** The metric itself, or the names that its formula reads: metrics, and the group's own figures. */
export function readBy(name: string, metrics: Metrics): readonly string[] {
  return formulaOf(definitionOf(name, metrics))?.names ?? [name];
}
