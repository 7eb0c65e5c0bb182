import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { ReportDocument } from '../../shared/presentation/index.ts';
import { headcount } from '../cli/headcount.ts';
import { MINUTE } from '../contracts/examples.ts';
import { startFaultProxy } from '../fault-proxy/index.ts';
import type { deployedStack } from './deployed-stack.ts';

type Stack = ReturnType<typeof deployedStack>;

/** The group that tunes itself, and what it measures. */
export const TUNED = 'tuned';
const REQUESTS = { namespace: 'App', name: 'Requests', dimensions: { Group: TUNED } };
const PAST_HOURS = 72;
/** Of which an objective reads two days and three hours. */
export const LEARNT_HOURS = 51;
const DATA_PER_CALL = 1000;
/** CloudWatch takes data of the near future too: while the test runs, its demand goes on. */
const FUTURE_MINUTES = 10;

/** Kept by two rules that find out what drives them; the demand is told as requests a minute. */
export const tunedPolicy = {
  group: TUNED,
  capacity: { min: 0, max: 12 },
  warmup: 120,
  metrics: { sum: { cloudwatch: { ...REQUESTS, statistic: 'Sum' } }, requests: { formula: 'sum / 60' } },
  rules: [
    { name: 'requests', kind: 'objective', metric: 'requests', perWorker: 20 },
    { name: 'ahead', kind: 'forecast', metric: 'requests', value: 20, per: 'worker' },
  ],
};

/** Three days and nights of requests, some of them restless. */
export async function recordRequests({ cloudwatch }: ReturnType<Stack['clients']>): Promise<void> {
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  const Dimensions = Object.entries(REQUESTS.dimensions).map(([Name, Value]) => ({ Name, Value }));
  const data = Array.from({ length: PAST_HOURS * 60 + FUTURE_MINUTES }, (_, index) => {
    const at = now + (index - PAST_HOURS * 60) * MINUTE;
    const hours = at / 3_600_000;
    const second = 100 - 40 * Math.cos((hours - 4) * (Math.PI / 12)) + 10 * Math.sin(hours * 9) + 5 * Math.sin(index);
    return { MetricName: REQUESTS.name, Dimensions, Timestamp: new Date(at), Value: 60 * second };
  });
  for (let from = 0; from < data.length; from += DATA_PER_CALL) {
    const MetricData = data.slice(from, from + DATA_PER_CALL);
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: REQUESTS.namespace, MetricData }));
  }
}

/** An evaluation from a shell, and how often it asked CloudWatch for data. */
export async function evaluatedFromShell(
  environment: Readonly<Record<string, string>>,
  target: string,
): Promise<{ report: ReportDocument; reads: number }> {
  let reads = 0;
  const proxy = await startFaultProxy({
    target,
    onCall({ action }) {
      if (action === 'GetMetricData') reads += 1;
      return null;
    },
  });
  try {
    const through = { ...environment, AWS_ENDPOINT_URL: proxy.endpoint };
    const { out, err } = await headcount(['evaluate', TUNED, '--json'], { environment: through });
    if (out === '') throw new Error(err);
    return { report: JSON.parse(out), reads };
  } finally {
    await proxy.close();
  }
}
