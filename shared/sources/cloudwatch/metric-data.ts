import type { MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchActions, CloudWatchCalls } from '../../aws/cloudwatch/calls.ts';
import { isRefused } from '../../aws/cloudwatch/errors.ts';
import { namedValues } from '../../aws/cloudwatch/named-values.ts';
import { type Datapoint, groupedBy, inChunks, isMeasured } from '../../model/index.ts';
import { type ReadFailure, readFailure, unanswered } from '../reading/read-failure.ts';
import type { CloudWatchSource } from './config.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_PER_CALL = 500;
export const DATAPOINTS_PER_PAGE = 100_800;
/** Periods below a minute are kept for three hours; requests that start earlier return nothing. A minute is spare, for the time that the request takes. */
const SUB_MINUTE_REACH_MS = (3 * 60 - 1) * 60_000;
/** As far back as nearly all policies look. */
const SHORT_PAST_SECONDS = 3600;

/** A metric that is asked for. `key` names the answer. */
export interface MetricQuery<Key> {
  readonly key: Key;
  readonly config: CloudWatchSource;
  readonly seconds: number;
}

export interface Answer<Key> {
  readonly key: Key;
  readonly read: readonly Datapoint[] | ReadFailure;
}

/**
 * Reads statistics of metrics. A call has one start for all its queries, so the few queries with a long past are asked
 * apart from the others. A query that was answered in part, or not at all, is a failure: never a zero, nor a gap that
 * looks like one. So is a query that CloudWatch rejects, and every query of a call that fails; the others are still
 * answered.
 */
export async function readMetrics<Key>(
  call: CloudWatchCalls,
  queries: readonly MetricQuery<Key>[],
  now: number,
): Promise<Answer<Key>[]> {
  const batches = groupedBy(queries, ({ seconds }) => seconds > SHORT_PAST_SECONDS);
  const answers = await Promise.all([...batches.values()].flatMap((batch) => callsFor(call, batch, now)));
  return answers.flat();
}

/** Calls with at most 500 queries, those for periods below a minute apart, all as far back as the furthest asks. */
function callsFor<Key>(
  call: CloudWatchCalls,
  batch: readonly MetricQuery<Key>[],
  to: number,
): Promise<Answer<Key>[]>[] {
  const from = to - Math.max(...batch.map(({ seconds }) => seconds)) * 1000;
  const isSubMinute = ({ config }: MetricQuery<Key>) => config.period < 60;
  const read = (some: readonly MetricQuery<Key>[], start: number) =>
    inChunks(some, QUERIES_PER_CALL).map((chunk) => readAcceptable(call, chunk, start, to));
  return [
    ...read(
      batch.filter((query) => !isSubMinute(query)),
      from,
    ),
    ...read(batch.filter(isSubMinute), Math.max(from, to - SUB_MINUTE_REACH_MS)),
  ];
}

/**
 * One rejected query makes CloudWatch reject the call: its halves are then asked apart, down to that query alone. Any
 * other error (throttling, a missing permission, no connection) fails the queries of this call.
 */
async function readAcceptable<Key>(
  call: CloudWatchCalls,
  queries: readonly MetricQuery<Key>[],
  from: number,
  to: number,
): Promise<Answer<Key>[]> {
  try {
    return await readChunk(call, queries, from, to);
  } catch (error) {
    if (!isRefused(error) || queries.length < 2) return queries.map(({ key }) => ({ key, read: readFailure(error) }));
    const half = Math.ceil(queries.length / 2);
    return [
      ...(await readAcceptable(call, queries.slice(0, half), from, to)),
      ...(await readAcceptable(call, queries.slice(half), from, to)),
    ];
  }
}

async function readChunk<Key>(
  call: CloudWatchCalls,
  queries: readonly MetricQuery<Key>[],
  from: number,
  to: number,
): Promise<Answer<Key>[]> {
  // A period that the start cuts would come with a smaller sum or count than it had.
  const longest = Math.max(...queries.map(({ config }) => config.period * 1000));
  const pages = metricDataPages(call, {
    MetricDataQueries: queries.map(({ config }, index) => metricDataQuery(`m${index}`, config)),
    StartTime: new Date(Math.floor(from / longest) * longest),
    EndTime: new Date(to),
  });
  const results = new Map<string, MetricDataResult[]>();
  for await (const page of pages) {
    for (const result of page) {
      const id = result.Id ?? '';
      results.set(id, [...(results.get(id) ?? []), result]);
    }
  }
  return queries.map(({ key, config }, index) => ({
    key,
    read: readoutOf(results.get(`m${index}`) ?? [], config.period, from),
  }));
}

type Asked = Pick<CloudWatchActions['GetMetricData']['input'], 'MetricDataQueries' | 'StartTime' | 'EndTime'>;

/** The results of all pages, in ascending order of time. */
export async function* metricDataPages(call: CloudWatchCalls, asked: Asked): AsyncGenerator<MetricDataResult[]> {
  const request = { ...asked, ScanBy: 'TimestampAscending' as const, MaxDatapoints: DATAPOINTS_PER_PAGE };
  let next: string | undefined;
  do {
    const page = await call('GetMetricData', { ...request, ...(next && { NextToken: next }) });
    yield page.MetricDataResults ?? [];
    next = page.NextToken;
  } while (next);
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
 * A value that cannot be compared with is no data, as in a written observation: so a recorded case decides the same when replayed.
 */
export function readoutOf(
  parts: readonly MetricDataResult[],
  period: number,
  from: number,
): readonly Datapoint[] | ReadFailure {
  const status = parts.at(-1)?.StatusCode ?? 'Missing';
  if (status !== 'Complete') return unanswered(status);
  return parts
    .flatMap(({ Timestamps = [], Values = [] }) =>
      Timestamps.map((at, index) => ({ at: at.getTime(), value: Values[index] })),
    )
    .filter((point): point is Datapoint => isMeasured(point.value) && point.at + period * 1000 > from)
    .sort((earlier, later) => earlier.at - later.at);
}
