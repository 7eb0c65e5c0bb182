import { definitionOf, isZeroWhenSilent, maxAgeOf, metricSource, type Policy } from '../../policy/index.ts';
import type { CloudWatchSource } from '../../sources/index.ts';
import { isRate, type Signal } from '../scenario/signals.ts';

/** A series from which demand can be derived, and its query for CloudWatch. */
export interface Wanted {
  /** Name of the series in a file: the policy's name for the metric, or Headcount's name for a related one. */
  readonly name: string;
  readonly signal: Signal | 'workers';
  readonly statistic: 'Sum' | 'Average';
  /** Null if CloudWatch does not have the series, so that only a file can contain it. */
  readonly source: CloudWatchSource | null;
  /** Periods without a datapoint are 0, as the policy says; otherwise they are unknown. */
  readonly isZeroWhenSilent?: boolean;
  /** Only for values that are pushed, which Headcount's own table keeps: seconds that a value counts. */
  readonly countsFor?: number;
}

/**
 * The series that may measure a policy's demand: its own metrics, with a statistic from which demand can be derived, and
 * related metrics that AWS records.
 */
export function wantedFor(policy: Policy, signals: ReadonlyMap<string, Signal>): Wanted[] {
  return distinct([...signals].flatMap(([name, signal]) => wantedOf(name, signal, policy)));
}

function wantedOf(name: string, signal: Signal, policy: Policy): Wanted[] {
  const source = metricSource(name, policy.metrics);
  const { own, related } = source?.module.recordings(source.config) ?? { own: null, related: [] };
  const statistic = statisticOf(signal, own);
  const definition = definitionOf(name, policy.metrics);
  const silence = isZeroWhenSilent(definition) ? { isZeroWhenSilent: true } : {};
  const pushes = source?.module.receives ? { countsFor: maxAgeOf(definition) } : {};
  return [
    { name, signal, statistic, source: own && { ...own, statistic }, ...silence, ...pushes },
    ...related.map(
      (recording): Wanted => ({
        // Files name the number of workers `workers`; other series have CloudWatch's name.
        name: recording.signal === 'workers' ? 'workers' : recording.source.name,
        signal: recording.signal,
        statistic: recording.source.statistic,
        source: recording.source,
      }),
    ),
  ];
}

/** Metrics of a scenario that no policy reads; only a file can contain them. */
export const wantedBesides = (
  metrics: Readonly<Record<string, Signal | { readonly signal?: Signal | undefined }>>,
  isRead: (name: string) => boolean,
): Wanted[] =>
  Object.entries(metrics)
    .filter(([name]) => !isRead(name))
    .flatMap(([name, stated]) => {
      const signal = typeof stated === 'object' ? stated.signal : stated;
      return signal ? [[name, signal] as const] : [];
    })
    .map(([name, signal]) => ({ name, signal, statistic: isRate(signal) ? 'Sum' : 'Average', source: null }));

/** Removes duplicates of a metric; the first name is kept. */
export function distinct(wanted: readonly Wanted[]): Wanted[] {
  const keys = new Set<string>();
  return wanted.filter(({ name, signal, statistic, source }) => {
    const key = JSON.stringify([signal, statistic, source ? [source.namespace, source.name, source.dimensions] : name]);
    return keys.has(key) ? false : keys.add(key);
  });
}

/** AWS's metrics count events, so only their sum is meaningful. Custom metrics may contain rates per second. */
function statisticOf(signal: Signal, source: CloudWatchSource | null): Wanted['statistic'] {
  if (!isRate(signal)) return 'Average';
  return source?.statistic === 'Sum' || source?.namespace.startsWith('AWS/') ? 'Sum' : 'Average';
}
