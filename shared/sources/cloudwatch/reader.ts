import type { CloudWatchCalls } from '../../aws/cloudwatch/calls.ts';
import { type Datapoint, groupedBy } from '../../model/index.ts';
import { ReadFailure, type Readout, unanswered } from '../reading/read-failure.ts';
import type { Readouts, SourceRequest } from '../source-reader.ts';
import { WorkerReadout } from '../worker-readout.ts';
import { type CloudWatchConfig, isExpression, WORKER_DIMENSION } from './config.ts';
import { readExpressions } from './expressions.ts';
import { type Answer, type MetricQuery, readMetrics } from './metric-data.ts';

export { DATAPOINTS_PER_PAGE, metricDataQuery } from './metric-data.ts';

type Query = Pick<SourceRequest<CloudWatchConfig>, 'key' | 'config' | 'seconds' | 'workers'>;

/** A query that CloudWatch did not answer in full. */
export interface Unanswered {
  readonly key: string;
  readonly status: string;
}

/** Names an answer: a metric of the group, or of one of its workers. */
interface Key {
  readonly key: string;
  readonly worker: string | null;
}

/**
 * Reads metrics from CloudWatch: metrics of groups and of workers together, in as few calls as possible, and each
 * expression by itself. `onUnanswered` gets what could not be read.
 */
export function cloudWatchReader(
  call: CloudWatchCalls,
  onUnanswered: (unanswered: Unanswered) => void = () => {},
): { read(queries: readonly Query[], now: number): Promise<Readouts> } {
  return {
    async read(queries, now) {
      const expressions = queries.flatMap(({ key, config, seconds }) =>
        isExpression(config) ? [{ key, config, seconds }] : [],
      );
      const [answers, computed] = await Promise.all([
        readMetrics(call, queries.flatMap(metricQueries), now),
        readExpressions(call, expressions, now),
      ]);
      const found = groupedBy(answers, ({ key: { key } }) => key);
      const readouts = queries.map(({ key, config }): [string, Readout] => [
        key,
        computed.get(key) ?? readoutOf(found.get(key) ?? [], !isExpression(config) && config.each !== undefined),
      ]);
      for (const [key, read] of readouts) {
        for (const status of statusesOf(read, found.get(key) ?? [])) onUnanswered({ key, status });
      }
      return new Map(readouts);
    },
  };
}

/** One query for the metric, or one for each worker. */
function metricQueries({ key, config, seconds, workers = [] }: Query): MetricQuery<Key>[] {
  if (isExpression(config)) return [];
  if (!config.each) return [{ key: { key, worker: null }, config, seconds }];
  return workers.map((worker) => ({
    key: { key, worker },
    config: { ...config, dimensions: { ...config.dimensions, [WORKER_DIMENSION]: worker } },
    seconds,
  }));
}

/** A worker whose query fails has no data. If all fail, the metric could not be read. */
function readoutOf(answers: readonly Answer<Key>[], isOfWorkers: boolean): Readout {
  const [first] = answers;
  if (!isOfWorkers) return first?.read ?? unanswered('Missing');
  const read = answers.flatMap(({ key: { worker }, read: points }): [string, readonly Datapoint[]][] =>
    worker === null || points instanceof ReadFailure ? [] : [[worker, points]],
  );
  return read.length === 0 && first?.read instanceof ReadFailure ? first.read : new WorkerReadout([], new Map(read));
}

/** What CloudWatch answered instead of data, each once. */
function statusesOf(read: Readout, answers: readonly Answer<Key>[]): ReadonlySet<string> {
  const failures = [read, ...answers.map((answer) => answer.read)].filter((each) => each instanceof ReadFailure);
  return new Set(failures.map(({ message }) => message));
}
