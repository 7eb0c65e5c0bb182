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
      id: key,
      group,
      metric,
      parameters: config.parameters,
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
const metricsAnswer = z.object({ values: z.array(z.unknown()).max(MOST_VALUES) });
const identified = z.object({ id: z.string() });

export interface MetricsAnswer {
  readonly values: readonly z.output<typeof value>[];
  /** By the id of the value; by null for a value whose id can't be read. */
  readonly faults: ReadonlyMap<string | null, AnswerFault>;
}

/** What is wrong, and where. */
export interface AnswerFault {
  readonly path: string;
  readonly error: string;
}

/** The values that can be read, and the fault of each other one; or what is wrong with the whole answer. */
export function parsedAnswer(written: unknown): MetricsAnswer | AnswerFault {
  const parsed = metricsAnswer.safeParse(written, PARSING);
  if (!parsed.success) return faultIn(parsed.error, '');
  const values: z.output<typeof value>[] = [];
  const faults = new Map<string | null, AnswerFault>();
  for (const [index, each] of parsed.data.values.entries()) {
    const read = value.safeParse(each, PARSING);
    if (read.success) values.push(read.data);
    else faults.set(identified.safeParse(each).data?.id ?? null, faultIn(read.error, `values[${index}]`));
  }
  return { values, faults };
}

function faultIn(error: z.ZodError, prefix: string): AnswerFault {
  const [first] = faultsOf(error);
  const path = [prefix, first?.path].filter((part) => part).join('.');
  return { path: path || 'it', error: first?.message ?? 'is not valid' };
}
