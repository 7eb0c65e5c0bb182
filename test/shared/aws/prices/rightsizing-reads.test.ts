import { CloudWatchClient, type GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { cloudWatchCalls } from '../../../../shared/aws/cloudwatch/sdk-calls.ts';
import { instanceTypes } from '../../../../shared/providers/adapters.ts';
import { readUsage } from '../../../../shared/sources/readers.ts';
import { NOON } from '../../../contracts/examples.ts';
import { served } from '../../../local/ec2/served.ts';
import { answering } from '../answering.ts';

const HOUR = 3_600_000;

describe('what workers used', () => {
  const span = { seconds: 2 * 3600, now: NOON };

  /** CloudWatch, where each metric has these values of the last hours. */
  function measured(values: (metric: string, statistic: string, worker: string) => readonly number[] | string) {
    const client = new CloudWatchClient({ region: 'us-east-1' });
    const calls = answering(client, (_, { MetricDataQueries = [] }: GetMetricDataInput) => ({
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }) => {
        const { Metric, Stat = '' } = MetricStat ?? {};
        const found = values(`${Metric?.Namespace} ${Metric?.MetricName}`, Stat, Metric?.Dimensions?.[0]?.Value ?? '');
        if (typeof found === 'string') return { Id, StatusCode: found };
        const Timestamps = found.map((_value, index) => new Date(NOON - (found.length - index) * HOUR));
        return { Id, StatusCode: 'Complete', Timestamps, Values: [...found] };
      }),
    }));
    return { call: cloudWatchCalls(client), inputs: () => calls.map(({ input }) => input as GetMetricDataInput) };
  }

  test('is the p95 and the maximum of the CPU and the memory, hour by hour', async () => {
    const { call, inputs } = measured((metric, statistic) => {
      if (metric === 'CWAgent mem_used_percent') return statistic === 'p95' ? [40] : [];
      return statistic === 'p95' ? [10, 20] : [Number.NaN, 60];
    });
    expect(await readUsage(call, ['i-1'], span)).toEqual({
      ...{ metrics: 4, failure: null },
      of: new Map([
        [
          'i-1',
          {
            cpu: [
              { at: NOON - 2 * HOUR, p95: 10 },
              { at: NOON - HOUR, p95: 20, max: 60 },
            ],
            memory: [{ at: NOON - HOUR, p95: 40 }],
          },
        ],
      ]),
    });
    expect(inputs()[0]).toMatchObject({ StartTime: new Date(NOON - 2 * HOUR), EndTime: new Date(NOON) });
    expect(inputs()[0]?.MetricDataQueries?.[1]?.MetricStat).toEqual({
      Metric: {
        ...{ Namespace: 'AWS/EC2', MetricName: 'CPUUtilization' },
        Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }],
      },
      ...{ Period: 3600, Stat: 'Maximum' },
    });
  });

  test('takes one call for 125 workers', async () => {
    const { call, inputs } = measured(() => [1]);
    const workers = Array.from({ length: 126 }, (_, index) => `i-${index}`);
    expect((await readUsage(call, workers, span)).metrics).toBe(504);
    expect(inputs().map(({ MetricDataQueries }) => MetricDataQueries?.length)).toEqual([500, 4]);
  });

  test('says that something was not read', async () => {
    const { call } = measured((_, __, worker) => (worker === 'i-2' ? 'InternalError' : [1]));
    expect(await readUsage(call, ['i-1', 'i-2'], span)).toMatchObject({ failure: 'InternalError' });
  });
});

test('instance types have what right-sizing compares, by pattern; unknown ones are left out', async () => {
  const { client, endpoint } = await served();
  const read = instanceTypes(client.config, { AWS_ENDPOINT_URL: endpoint });
  const found = await read(['c7g.*', 't3.micro', 'c7g.huge']);
  const usual = { isBurstable: false, isBareMetal: false, accelerators: 0 };
  expect(found.find(({ name }) => name === 'c7g.xlarge')).toEqual({
    ...{ name: 'c7g.xlarge', vcpus: 4, memoryMiB: 8192, architectures: ['arm64'], ...usual },
  });
  expect(found.find(({ name }) => name === 't3.micro')).toEqual({
    ...{ name: 't3.micro', vcpus: 2, memoryMiB: 1024, architectures: ['x86_64'], ...usual, isBurstable: true },
  });
  expect(found.some(({ name }) => name === 'c7g.huge')).toBe(false);
  expect(found.every(({ name }) => /^c7g\.|^t3\.micro$/.test(name))).toBe(true);
});
