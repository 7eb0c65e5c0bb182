import { metricSource, type Policy } from '../../policy/index.ts';
import type { CloudWatchSource } from '../../sources/index.ts';
import { isRate, type Signal } from '../scenario/signals.ts';

/** A series that tells of demand, and how CloudWatch is asked for it. */
export interface Wanted {
  /** The policy's name for it, or ours for what stands beside: what a file's series may be called. */
  readonly name: string;
  readonly signal: Signal | 'workers';
  /** A sum over its period, or a mean. */
  readonly statistic: 'Sum' | 'Average';
  /** Null where CloudWatch has nothing of it, so that only a file can hold it. */
  readonly source: CloudWatchSource | null;
}

/**
 * All that may tell of a policy's demand: its own metrics with a statistic that demand can be had from, and what AWS
 * records beside them.
 */
export function wantedFor(policy: Policy, signals: ReadonlyMap<string, Signal>): Wanted[] {
  return distinct([...signals].flatMap(([name, signal]) => wantedOf(name, signal, policy)));
}

function wantedOf(name: string, signal: Signal, policy: Policy): Wanted[] {
  const source = metricSource(name, policy.metrics);
  const { own, related } = source?.module.recordings(source.config) ?? { own: null, related: [] };
  const statistic = statisticOf(signal, own);
  return [
    { name, signal, statistic, source: own && { ...own, statistic } },
    ...related.map(
      (each): Wanted => ({
        // The size of another group is known by the name that a file has for it, all else by CloudWatch's name.
        name: each.signal === 'workers' ? 'workers' : each.source.name,
        signal: each.signal,
        statistic: each.source.statistic,
        source: each.source,
      }),
    ),
  ];
}

/** Metrics that a scenario tells of and no policy reads: only a file may hold them. */
export const wantedBesides = (metrics: Readonly<Record<string, Signal>>, isRead: (name: string) => boolean): Wanted[] =>
  Object.entries(metrics)
    .filter(([name]) => !isRead(name))
    .map(([name, signal]) => ({ name, signal, statistic: isRate(signal) ? 'Sum' : 'Average', source: null }));

/** The same metric once, by whichever name came first. */
export function distinct(wanted: readonly Wanted[]): Wanted[] {
  const seen = new Set<string>();
  return wanted.filter(({ name, signal, statistic, source }) => {
    const key = JSON.stringify([signal, statistic, source ? [source.namespace, source.name, source.dimensions] : name]);
    return seen.has(key) ? false : seen.add(key);
  });
}

/** AWS's own metrics count events: of those a mean over samples says nothing. Somebody's own may hold so much a second. */
function statisticOf(signal: Signal, source: CloudWatchSource | null): Wanted['statistic'] {
  if (!isRate(signal)) return 'Average';
  return source?.statistic === 'Sum' || source?.namespace.startsWith('AWS/') ? 'Sum' : 'Average';
}
