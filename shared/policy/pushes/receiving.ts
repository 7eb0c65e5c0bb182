import { metricSource } from '../metrics.ts';
import type { Policy } from '../policy.ts';

/** The metrics of a policy that values are sent to, with the least seconds between two evaluations for each. */
export function receivingMetrics({ metrics }: Policy): ReadonlyMap<string, number> {
  return new Map(
    Object.keys(metrics).flatMap((name): [string, number][] => {
      const source = metricSource(name, metrics);
      const receives = source?.module.receives?.(source.config);
      return receives ? [[name, receives.minInterval]] : [];
    }),
  );
}
