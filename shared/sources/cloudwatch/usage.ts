import type { CloudWatchCalls } from '../../aws/cloudwatch/calls.ts';
import type { MeasuredHour } from '../../rightsize/index.ts';
import { ReadFailure } from '../reading/read-failure.ts';
import { WORKER_DIMENSION } from './config.ts';
import { readMetrics } from './metric-data.ts';

const PERIOD = 3600;
/** In percent of the instance. The agent aggregates `mem_used_percent` by this dimension if `aggregation_dimensions` says so. */
const METRICS = {
  cpu: { namespace: 'AWS/EC2', name: 'CPUUtilization' },
  memory: { namespace: 'CWAgent', name: 'mem_used_percent' },
} as const;
const STATISTICS = { p95: 'p95', max: 'Maximum' } as const;

type Resource = keyof typeof METRICS;
type Statistic = keyof typeof STATISTICS;

/** What CloudWatch has of the CPU and memory of workers, by worker. */
export interface WorkersUsage {
  readonly of: ReadonlyMap<string, Readonly<Record<Resource, readonly MeasuredHour[]>>>;
  /** How many metrics were asked for: CloudWatch charges for each. */
  readonly metrics: number;
  /** Why some of them were not read; null: all were. */
  readonly failure: string | null;
}

/**
 * Reads, for each hour, the p95 and the maximum of the CPU and the memory of each worker. A terminated instance keeps its
 * metrics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
 */
export async function readUsage(
  call: CloudWatchCalls,
  workers: readonly string[],
  { seconds, now }: { readonly seconds: number; readonly now: number },
): Promise<WorkersUsage> {
  const keys = workers.flatMap((worker) =>
    (Object.keys(METRICS) as Resource[]).flatMap((resource) =>
      (Object.keys(STATISTICS) as Statistic[]).map((statistic) => ({ worker, resource, statistic })),
    ),
  );
  const queries = keys.map((key) => ({
    key,
    config: {
      ...METRICS[key.resource],
      statistic: STATISTICS[key.statistic],
      period: PERIOD,
      dimensions: { [WORKER_DIMENSION]: key.worker },
    },
    seconds,
  }));
  const answers = await readMetrics(call, queries, now);
  const hours = new Map<string, Map<number, MeasuredHour>>();
  for (const { key, read } of answers) {
    if (read instanceof ReadFailure) continue;
    const of = `${key.worker} ${key.resource}`;
    const known = hours.get(of) ?? new Map<number, MeasuredHour>();
    for (const { at, value } of read) known.set(at, { ...known.get(at), at, [key.statistic]: value });
    hours.set(of, known);
  }
  const hoursOf = (worker: string, resource: Resource) => [...(hours.get(`${worker} ${resource}`)?.values() ?? [])];
  const failed = answers.find(({ read }) => read instanceof ReadFailure)?.read;
  return {
    of: new Map(workers.map((worker) => [worker, { cpu: hoursOf(worker, 'cpu'), memory: hoursOf(worker, 'memory') }])),
    metrics: queries.length,
    failure: failed instanceof ReadFailure ? failed.message : null,
  };
}
