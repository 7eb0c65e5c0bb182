import * as z from 'zod';
import { faultsOf, PARSING } from '../../model/index.ts';
import type { SourceRequest } from '../source-reader.ts';
import type { LambdaSource } from './schema.ts';

/** What a function gets. A new field may be added; `version` is raised when a field changes its meaning. */
export interface MetricsRequest {
  readonly version: 1;
  /** When the values are needed: ISO 8601. */
  readonly now: string;
  readonly requests: readonly {
    /** Names the value in the answer. */
    readonly id: string;
    readonly group: string;
    readonly metric: string;
    readonly parameters: Readonly<Record<string, string>>;
  }[];
}

export function requestFor(requests: readonly SourceRequest<LambdaSource>[], now: number): MetricsRequest {
  return {
    version: 1,
    now: new Date(now).toISOString(),
    requests: requests.map(({ key, group, metric = '', config }) => ({
      ...{ id: key, group, metric, parameters: config.parameters },
    })),
  };
}

const MOST_VALUES = 1000;
const MOST_WORKERS = 10_000;

const value = z.object({
  id: z.string(),
  /** Null: there is no data. */
  value: z.number().nullable().optional(),
  /** Values of workers, by their ids. */
  workers: z
    .record(z.string().max(200), z.number())
    .refine((workers) => Object.keys(workers).length <= MOST_WORKERS, `has more than ${MOST_WORKERS} workers`)
    .optional(),
  /** Why there is no value. */
  error: z.string().optional(),
});

/** What a function returns. Unknown fields are ignored. */
export const metricsAnswer = z.object({ values: z.array(value).max(MOST_VALUES) });
export type MetricsAnswer = z.output<typeof metricsAnswer>;

/** The answer; or the path and the text of what is wrong with it. */
export function parsedAnswer(written: unknown): MetricsAnswer | { readonly path: string; readonly error: string } {
  const parsed = metricsAnswer.safeParse(written, PARSING);
  if (parsed.success) return parsed.data;
  const [first] = faultsOf(parsed.error);
  return { path: first?.path || 'it', error: first?.message ?? 'is not valid' };
}
