import type { Borrowed } from '../../aws/query/call.ts';
import { once } from '../../model/index.ts';
import type { SourceReader } from '../source-reader.ts';
import type { PrometheusSource } from './schema.ts';

/** A reader that is loaded with the first query. */
export function lazyPrometheusReader(
  borrowed: Borrowed,
  onUnanswered: (message: string) => void,
): SourceReader<PrometheusSource> {
  const reader = once(async () => (await import('./reader.ts')).prometheusReader({ borrowed, onUnanswered }));
  return { read: async (...args) => (await reader()).read(...args) };
}
