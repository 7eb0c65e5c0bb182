import {
  type CloudWatchClient,
  type MetricDataQuery,
  type MetricDataResult,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { inChunks } from '../../aws/chunks.ts';
import { isRefused } from '../../aws/cloudwatch/errors.ts';
import { namedValues } from '../../aws/cloudwatch/named-values.ts';
import { type Datapoint, groupedBy, isFigure } from '../../model/index.ts';
import { ReadFailure, readFailure } from '../read-failure.ts';
import type { Readouts, SourceRequest } from '../source-reader.ts';
import type { CloudWatchSource } from './schema.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_PER_CALL = 500;
export const DATAPOINTS_PER_PAGE = 100_800;
/** Periods below a minute are kept for three hours; requests that start earlier return nothing. A minute is spare, for the time that the request takes. */
const SUB_MINUTE_REACH_MS = (3 * 60 - 1) * 60_000;
/** As far back as nearly all policies look. */
const SHORT_PAST_SECONDS = 3600;

type Query = Pick<SourceRequest<CloudWatchSource>, 'key' | 'config' | 'seconds'>;

/** A query that CloudWatch did not answer in full. */
export interface Unanswered {
  readonly key: string;
  readonly status: string;
}

/**
 * Reads metrics from CloudWatch. A call has one start for all its queries, so the few queries with a long past are asked
 * apart from the others. A query that was answered in part, or not at all, is a failure (never a zero, nor a gap that
 * looks like one), and `onUnanswered` gets it. So is a query that CloudWatch rejects, and every query of a call that
 * fails; the others are still answered.
 */
export function cloudWatchReader(
  client: CloudWatchClient,
  onUnanswered: (unanswered: Unanswered) => void = () => {},
): { read(queries: readonly Query[], now: number): Promise<Readouts> } {
  return {
    async read(queries, now) {
      const batches = groupedBy(queries, ({ seconds }) => seconds > SHORT_PAST_SECONDS);
      const answers = await Promise.all([...batches.values()].flatMap((batch) => callsFor(client, batch, now)));
      const series = new Map<string, readonly Datapoint[] | ReadFailure>();
      for (const { key, read } of answers.flat()) {
        series.set(key, read);
        if (read instanceof ReadFailure) onUnanswered({ key, status: read.message });
      }
      return series;
    },
  };
}

/** Calls with at most 500 queries, those for periods below a minute apart, all as far back as the furthest asks. */
function callsFor(client: CloudWatchClient, batch: readonly Query[], to: number): Promise<Answer[]>[] {
  const from = to - Math.max(...batch.map(({ seconds }) => seconds)) * 1000;
  const isSubMinute = ({ config }: Query) => config.period < 60;
  const read = (some: readonly Query[], start: number) =>
    inChunks(some, QUERIES_PER_CALL).map((chunk) => readAcceptable(client, chunk, start, to));
  return [
    ...read(
      batch.filter((query) => !isSubMinute(query)),
      from,
    ),
    ...read(batch.filter(isSubMinute), Math.max(from, to - SUB_MINUTE_REACH_MS)),
  ];
}

interface Answer {
  readonly key: string;
  readonly read: readonly Datapoint[] | ReadFailure;
}

/**
 * One rejected query makes CloudWatch reject the call: its halves are then asked apart, down to that query alone. Any
 * other error (throttling, a missing permission, no connection) fails the queries of this call.
 */
async function readAcceptable(
  client: CloudWatchClient,
  queries: readonly Query[],
  from: number,
  to: number,
): Promise<Answer[]> {
  try {
    return await readChunk(client, queries, from, to);
  } catch (error) {
    if (!isRefused(error) || queries.length < 2) return queries.map(({ key }) => ({ key, read: readFailure(error) }));
    const half = Math.ceil(queries.length / 2);
    return [
      ...(await readAcceptable(client, queries.slice(0, half), from, to)),
      ...(await readAcceptable(client, queries.slice(half), from, to)),
    ];
  }
}

async function readChunk(
  client: CloudWatchClient,
  queries: readonly Query[],
  from: number,
  to: number,
): Promise<Answer[]> {
  // A period that the start cuts would come with a smaller sum or count than it had.
  const longest = Math.max(...queries.map(({ config }) => config.period * 1000));
  const pages = paginateGetMetricData(
    { client },
    {
      MetricDataQueries: queries.map(({ config }, index) => metricDataQuery(`m${index}`, config)),
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
  return queries.map(({ key, config }, index) => answerOf(key, config, results.get(`m${index}`) ?? [], from));
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
 * A query's parts of all pages as one answer. While pages follow, its status is `PartialData`; the last status counts.
 * A value that is no figure is no data, as in a written observation: so a recorded case decides the same when replayed.
 */
function answerOf(key: string, { period }: CloudWatchSource, parts: readonly MetricDataResult[], from: number): Answer {
  const points = parts
    .flatMap(({ Timestamps = [], Values = [] }) =>
      Timestamps.map((at, index) => ({ at: at.getTime(), value: Values[index] })),
    )
    .filter((point): point is Datapoint => isFigure(point.value) && point.at + period * 1000 > from)
    .sort((earlier, later) => earlier.at - later.at);
  const status = parts.at(-1)?.StatusCode ?? 'Missing';
  return { key, read: status === 'Complete' ? points : new ReadFailure(status, status) };
}
