import {
  type CloudWatchClient,
  type MetricDataQuery,
  type MetricDataResult,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import type { MetricQuery, Metrics } from '../../evaluation/ports.ts';
import type { CloudWatchSource, Datapoint } from '../../policy/index.ts';
import { inChunks } from '../chunks.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_PER_CALL = 500;
const DATAPOINTS_PER_PAGE = 100_800;

/** A query that CloudWatch did not answer in full; its key is missing from the result. */
export interface Unanswered {
  readonly key: string;
  readonly status: string;
}

/**
 * Metrics from CloudWatch. A query answered in part only, or not at all, is no data: its key is missing (never a zero,
 * nor a hole that looks like one), and `onUnanswered` is told.
 */
export function cloudWatchMetrics(
  client: CloudWatchClient,
  onUnanswered: (unanswered: Unanswered) => void = () => {},
): Metrics {
  return {
    async read(queries, from, to) {
      const answers = await Promise.all(
        inChunks(queries, QUERIES_PER_CALL).map((chunk) => readChunk(client, chunk, from, to)),
      );
      const series = new Map<string, Datapoint[]>();
      for (const { key, status, points } of answers.flat()) {
        if (status === 'Complete') series.set(key, points);
        else onUnanswered({ key, status });
      }
      return series;
    },
  };
}

interface Answer {
  readonly key: string;
  readonly status: string;
  readonly points: Datapoint[];
}

async function readChunk(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  from: number,
  to: number,
): Promise<Answer[]> {
  // A period that is cut by the start would come as a smaller sum or count than it was.
  const longest = Math.max(...queries.map(({ source }) => source.period * 1000));
  const pages = paginateGetMetricData(
    { client },
    {
      MetricDataQueries: queries.map(({ source }, index) => metricDataQuery(`m${index}`, source)),
      StartTime: new Date(Math.floor(from / longest) * longest),
      EndTime: new Date(to),
      ScanBy: 'TimestampAscending',
      MaxDatapoints: DATAPOINTS_PER_PAGE,
    },
  );
  const results = new Map<string, MetricDataResult[]>();
  for await (const page of pages) {
    for (const result of page.MetricDataResults ?? []) {
      const id = result.Id ?? '';
      results.set(id, [...(results.get(id) ?? []), result]);
    }
  }
  return queries.map(({ key, source }, index) => answerOf(key, source, results.get(`m${index}`) ?? [], from));
}

function metricDataQuery(
  id: string,
  { namespace, name, dimensions, period, statistic }: CloudWatchSource,
): MetricDataQuery {
  return {
    Id: id,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: name, Dimensions: namedValues(dimensions) },
      Period: period,
      Stat: statistic,
    },
  };
}

/** A query's parts of all pages as one answer. While pages follow, its status is `PartialData`; the last one tells. */
function answerOf(key: string, { period }: CloudWatchSource, parts: readonly MetricDataResult[], from: number): Answer {
  const points = parts
    .flatMap(({ Timestamps = [], Values = [] }) =>
      Timestamps.map((at, index) => ({ at: at.getTime(), value: Values[index] })),
    )
    .filter((point): point is Datapoint => point.value !== undefined && point.at + period * 1000 > from)
    .sort((earlier, later) => earlier.at - later.at);
  return { key, status: parts.at(-1)?.StatusCode ?? 'Missing', points };
}

/** In the order of their names, so that the same dimensions compare equal. */
export const namedValues = (dimensions: Readonly<Record<string, string>>): { Name: string; Value: string }[] =>
  Object.entries(dimensions)
    .map(([Name, Value]) => ({ Name, Value }))
    .sort((one, other) => (one.Name < other.Name ? -1 : 1));
