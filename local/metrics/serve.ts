import type { IncomingMessage, ServerResponse } from 'node:http';
import { cbor } from '@smithy/core/cbor';
import { ServiceError } from '../query/service-error.ts';
import { type Expression, parsedExpression } from './expression.ts';
import { type MetricSeries, type Period, type Result, resultsOf, STATISTICS } from './results.ts';

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly Period?: number;
}
interface Input {
  readonly MetricDataQueries?: readonly Query[];
  readonly StartTime?: unknown;
  readonly EndTime?: unknown;
}

/** Other expressions, such as quotas, are left to the emulator, which answers that it cannot compute them. */
const QUERY_OR_SEARCH = /^\s*SELECT\b|\bSEARCH\s*\(/i;

/** The input of a call of GetMetricData that has a query or a search; null for any other call. */
export function expressionsIn({ headers }: Pick<IncomingMessage, 'headers'>, body: Buffer): Input | null {
  if (!body.includes('Expression')) return null;
  const isCbor = headers['smithy-protocol'] !== undefined;
  const input = (isCbor ? cbor.deserialize(body) : JSON.parse(body.toString())) as Input;
  return input.MetricDataQueries?.some((query) => QUERY_OR_SEARCH.test(query.Expression ?? '')) ? input : null;
}

/** Answers it from the metrics of the emulator. */
export async function answerExpressions(
  input: Input,
  emulator: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isCbor = request.headers['smithy-protocol'] !== undefined;
  const send = (status: number, document: object) => {
    const type = isCbor ? 'application/cbor' : 'application/x-amz-json-1.0';
    const protocol = isCbor ? { 'smithy-protocol': 'rpc-v2-cbor' } : {};
    const content = isCbor ? cbor.serialize(document) : JSON.stringify(document);
    response.writeHead(status, { 'content-type': type, ...protocol }).end(content);
  };
  try {
    const results = await Promise.all(expressionsOf(input).map((query) => computed(query, input, emulator)));
    const time = (seconds: number) => (isCbor ? new Date(seconds * 1000) : seconds);
    send(200, {
      MetricDataResults: results.flat().map(({ id, label, points }) => ({
        Id: id,
        Label: label,
        StatusCode: 'Complete',
        Timestamps: [...points.keys()].map(time),
        Values: [...points.values()],
      })),
      Messages: [],
    });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    send(error.status, { __type: error.code, message: error.message });
  }
}

interface Asked {
  readonly id: string;
  readonly expression: Expression;
  readonly period: number;
}

function expressionsOf({ MetricDataQueries = [] }: Input): Asked[] {
  const asked = MetricDataQueries.map(({ Id: id, Expression: text, Period: period }) => {
    if (text === undefined) throw invalid('The local AWS computes expressions in calls of their own only.');
    const expression = parsedExpression(text);
    if (period === undefined) throw invalid('A query needs a period.');
    return { id, expression, period };
  });
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-limits.html
  if (asked.filter(({ expression }) => expression.statistic === null).length > 1) {
    throw invalid('A single request can have one Metrics Insights query only.');
  }
  return asked;
}

const invalid = (message: string): ServiceError => new ServiceError('ValidationError', message);

async function computed({ id, expression, period }: Asked, input: Input, emulator: string) {
  const { namespace: Namespace, name: MetricName, statistic } = expression;
  if (statistic !== null && statistic !== 'Average' && !STATISTICS.some((each) => each === statistic)) {
    throw invalid(`The local AWS searches for no ${statistic}.`);
  }
  const listed = await call<{ Metrics?: { Dimensions?: Dimension[] }[] }>(emulator, 'ListMetrics', {
    Namespace,
    MetricName,
  });
  const metrics = listed.Metrics ?? [];
  const MetricDataQueries = metrics.flatMap(({ Dimensions = [] }, index) =>
    STATISTICS.map((Stat) => ({
      Id: `m${index}_${Stat.toLowerCase()}`,
      MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: period, Stat },
    })),
  );
  const times = { StartTime: secondsOf(input.StartTime), EndTime: secondsOf(input.EndTime) };
  const read =
    metrics.length === 0
      ? {}
      : await call<{ MetricDataResults?: Series[] }>(emulator, 'GetMetricData', { MetricDataQueries, ...times });
  const byId = new Map((read.MetricDataResults ?? []).map((result) => [result.Id, result]));
  const series = metrics.map(({ Dimensions = [] }, index): MetricSeries => {
    const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
    return { dimensions, periods: periodsOf(STATISTICS.map((Stat) => byId.get(`m${index}_${Stat.toLowerCase()}`))) };
  });
  return resultsOf(expression, series).map((result: Result) => ({ id, ...result }));
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}
interface Series {
  readonly Id: string;
  readonly Timestamps?: readonly number[];
  readonly Values?: readonly number[];
}

function periodsOf(statistics: readonly (Series | undefined)[]): ReadonlyMap<number, Period> {
  const times = statistics[0]?.Timestamps ?? [];
  const at = (series: Series | undefined, time: number) =>
    series?.Values?.[series.Timestamps?.indexOf(time) ?? -1] ?? 0;
  return new Map(
    times
      .toSorted((one, other) => one - other)
      .map((time) => {
        const values = STATISTICS.map((name, index) => [name, at(statistics[index], time)]);
        return [time, Object.fromEntries(values) as unknown as Period];
      }),
  );
}

/** A time as JSON and CBOR have it, in seconds. */
function secondsOf(time: unknown): number {
  if (time instanceof Date) return time.getTime() / 1000;
  return typeof time === 'number' ? time : Number(Object(time).value ?? time);
}

async function call<Answer>(emulator: string, operation: string, input: object): Promise<Answer> {
  const response = await fetch(emulator, {
    method: 'POST',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
    },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`the emulator answered ${response.status} to ${operation}`);
  return (await response.json()) as Answer;
}
