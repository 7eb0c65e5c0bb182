import {
  type CloudWatchClient,
  type MetricDataQuery,
  type MetricDataResult,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import type { MetricQuery, Metrics } from '../../evaluation/ports.ts';
import { type CloudWatchSource, type Datapoint, isFigure } from '../../policy/index.ts';
import { inChunks } from '../chunks.ts';
import { isRefused } from './errors.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_PER_CALL = 500;
export const DATAPOINTS_PER_PAGE = 100_800;
/** Periods below a minute are kept for three hours; asked for from before that, they come empty. A minute is for the way. */
const SUB_MINUTE_REACH_MS = (3 * 60 - 1) * 60_000;

/** A query that CloudWatch did not answer in full; its key is missing from the result. */
export interface Unanswered {
  readonly key: string;
  readonly status: string;
}

/**
 * Metrics from CloudWatch. A query answered in part only, or not at all, is no data: its key is missing (never a zero,
 * nor a hole that looks like one), and `onUnanswered` is told. So is a query that CloudWatch refuses, which costs the
 * others of its call nothing.
 */
export function cloudWatchMetrics(
  client: CloudWatchClient,
  onUnanswered: (unanswered: Unanswered) => void = () => {},
): Metrics {
  return {
    async read(queries, from, to) {
      const isSubMinute = ({ source }: MetricQuery) => source.period < 60;
      const recent = Math.max(from, to - SUB_MINUTE_REACH_MS);
      const read = (some: readonly MetricQuery[], start: number) =>
        inChunks(some, QUERIES_PER_CALL).map((chunk) => readAcceptable(client, chunk, start, to));
      const answers = await Promise.all([
        ...read(
          queries.filter((query) => !isSubMinute(query)),
          from,
        ),
        ...read(queries.filter(isSubMinute), recent),
      ]);
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

/** One query that is refused makes CloudWatch refuse the call: halves are then asked for apart, down to that one alone. */
async function readAcceptable(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  from: number,
  to: number,
): Promise<Answer[]> {
  try {
    return await readChunk(client, queries, from, to);
  } catch (error) {
    if (!isRefused(error)) throw error;
    const [only, ...further] = queries;
    if (!only) return [];
    if (further.length === 0) return [{ key: only.key, status: `${error.name}: ${error.message}`, points: [] }];
    const half = Math.ceil(queries.length / 2);
    return [
      ...(await readAcceptable(client, queries.slice(0, half), from, to)),
      ...(await readAcceptable(client, queries.slice(half), from, to)),
    ];
  }
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

export function metricDataQuery(
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

/**
 * A query's parts of all pages as one answer. While pages follow, its status is `PartialData`; the last one tells.
 * What is no figure is no data, as in an observation that is written down: a case decides the same when it is replayed.
 */
function answerOf(key: string, { period }: CloudWatchSource, parts: readonly MetricDataResult[], from: number): Answer {
  const points = parts
    .flatMap(({ Timestamps = [], Values = [] }) =>
      Timestamps.map((at, index) => ({ at: at.getTime(), value: Values[index] })),
    )
    .filter((point): point is Datapoint => isFigure(point.value) && point.at + period * 1000 > from)
    .sort((earlier, later) => earlier.at - later.at);
  return { key, status: parts.at(-1)?.StatusCode ?? 'Missing', points };
}

/** In the order of their names, so that the same dimensions compare equal. */
export const namedValues = (dimensions: Readonly<Record<string, string>>): { Name: string; Value: string }[] =>
  Object.entries(dimensions)
    .map(([Name, Value]) => ({ Name, Value }))
    .sort((one, other) => (one.Name < other.Name ? -1 : 1));
