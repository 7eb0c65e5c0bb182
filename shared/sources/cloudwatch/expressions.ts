import type { MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchCalls } from '../../aws/cloudwatch/calls.ts';
import { groupedBy, inChunks } from '../../model/index.ts';
import { failedBecause, type Readout, readFailure } from '../reading/read-failure.ts';
import type { CloudWatchExpression } from './config.ts';
import { because } from './failures.ts';
import { metricDataPages, readoutOf } from './metric-data.ts';

/** A call may have one query of Metrics Insights only, so each expression is a call. */
const CALLS_AT_ONCE = 10;
/** As many as a reason names. */
const MOST_NAMED = 3;

export interface ExpressionQuery {
  readonly key: string;
  readonly config: CloudWatchExpression;
  readonly seconds: number;
}

/** Reads expressions, each of which must have one result. One that fails does not affect the others. */
export async function readExpressions(
  call: CloudWatchCalls,
  queries: readonly ExpressionQuery[],
  now: number,
): Promise<Map<string, Readout>> {
  const answers = new Map<string, Readout>();
  for (const some of inChunks(queries, CALLS_AT_ONCE)) {
    const read = await Promise.all(some.map((query) => readOne(call, query, now).catch(readFailure)));
    some.forEach(({ key }, index) => {
      answers.set(key, read[index] as Readout);
    });
  }
  return answers;
}

async function readOne(
  call: CloudWatchCalls,
  { config: { expression, period }, seconds }: ExpressionQuery,
  now: number,
): Promise<Readout> {
  const from = now - seconds * 1000;
  const pages = metricDataPages(call, {
    MetricDataQueries: [{ Id: 'e0', Expression: expression, Period: period }],
    StartTime: new Date(Math.floor(from / (period * 1000)) * period * 1000),
    EndTime: new Date(now),
  });
  const results: MetricDataResult[] = [];
  for await (const page of pages) {
    results.push(...page);
    const labels = [...new Set(results.map(({ Label = '' }) => Label))];
    // The rest of many results is of no use.
    if (labels.length > 1) {
      return failedBecause(because['cloudwatch-several-series']({ expression, series: labels.slice(0, MOST_NAMED) }));
    }
  }
  const [parts] = [...groupedBy(results, ({ Label = '' }) => Label).values()];
  return parts ? readoutOf(parts, period, from) : failedBecause(because['cloudwatch-no-series']({ expression }));
}
