import { type Answer, Refused } from './call.ts';
import { LATENCY_MS } from './latency.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_PER_CALL = 500;

interface GetMetricData {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: { readonly Period: number };
  }[];
}

/** A CloudWatch in which every metric has the same constant value. */
export const cloudWatchStandIn = (value: () => number): Readonly<Record<string, (input: never) => Answer>> => ({
  GetMetricData: ({ MetricDataQueries: queries, StartTime: from, EndTime: to }: GetMetricData) => {
    if (queries.length > QUERIES_PER_CALL)
      throw new Refused(`a call contains ${queries.length} queries, more than ${QUERIES_PER_CALL}`);
    const results = queries.map(({ Id, MetricStat: { Period: period } }) => {
      const first = Math.ceil(from / period) * period;
      const times = Array.from({ length: Math.max(0, Math.ceil((to - first) / period)) }, (_, n) => first + n * period);
      return { Id, StatusCode: 'Complete', Timestamps: times, Values: times.map(value) };
    });
    const { call, query } = LATENCY_MS.getMetricData;
    return {
      body: JSON.stringify({ MetricDataResults: results, Messages: [] }),
      latencyMs: call + query * queries.length,
      billed: { metrics: queries.length },
    };
  },
});
