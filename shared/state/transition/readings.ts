import { freshness, pastOf } from '../../decision/index.ts';
import {
  averagingWindow,
  type Datapoint,
  definitionOf,
  metricSource,
  type Observation,
  type Policy,
  readBy,
} from '../../policy/index.ts';
import { metricsOf } from '../../rules/index.ts';

/** A day of minutes and some: DynamoDB takes items of 400 KB, and bills a write by its size. */
const MOST_READINGS = 1500;

const spansByPolicy = new WeakMap<Policy, ReadonlyMap<string, number>>();

/**
 * Metrics of sources that report only the present, read directly or through a formula, whose past a rule looks at, and
 * how many seconds of it.
 */
function remembered(policy: Policy): ReadonlyMap<string, number> {
  const known = spansByPolicy.get(policy);
  if (known) return known;
  const spans = new Map<string, number>();
  for (const rule of policy.rules) {
    const { metrics, seconds: past } = pastOf(rule, policy);
    for (const metric of metricsOf(rule)) {
      const seconds = metrics.includes(metric) ? past : 0;
      for (const name of readBy(metric, policy.metrics)) {
        const window = Math.max(...[metric, name].map((each) => averagingWindow(definitionOf(each, policy.metrics))));
        if (seconds + window === 0 || !isPresentOnly(name, policy)) continue;
        spans.set(name, Math.max(seconds + freshness(policy), spans.get(name) ?? 0));
      }
    }
  }
  spansByPolicy.set(policy, spans);
  return spans;
}

const isPresentOnly = (name: string, { metrics }: Policy): boolean =>
  (metricSource(name, metrics)?.module.presentOnly ?? null) !== null;

type Readings = Readonly<Record<string, readonly Datapoint[]>>;

/** The readings that the next evaluations need; the same object if nothing changed. */
export function readingsAfter(before: Readings, policy: Policy, { metrics, now }: Observation): Readings {
  const spans = remembered(policy);
  const after = Object.fromEntries(
    [...spans].map(([name, seconds]) => [name, recent(metrics[name] ?? [], now - seconds * 1000)]),
  );
  const names = Object.keys(before);
  const isSame = names.length === spans.size && names.every((name) => areSame(before[name] ?? [], after[name]));
  return isSame ? before : after;
}

/** The newest points later than `since`. */
function recent(points: readonly Datapoint[], since: number): readonly Datapoint[] {
  let from = points.length;
  while (from > 0 && points.length - from < MOST_READINGS && (points[from - 1] as Datapoint).at > since) from -= 1;
  return points.slice(from);
}

const areSame = (one: readonly Datapoint[], other: readonly Datapoint[] | undefined): boolean =>
  one.length === other?.length &&
  one.every(({ at, value }, index) => at === other[index]?.at && value === other[index]?.value);
