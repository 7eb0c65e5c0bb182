import { CloudWatchClient, type GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchCalls } from '../../../../shared/aws/cloudwatch/sdk-calls.ts';
import { cloudWatchReader, type Unanswered } from '../../../../shared/sources/cloudwatch/reader.ts';
import { type CloudWatchConfig, ReadFailure, WorkerReadout } from '../../../../shared/sources/index.ts';
import { MINUTE, NOON } from '../../../contracts/examples.ts';
import { answering } from '../answering.ts';

const LOAD = { namespace: 'Jobs', name: 'Load', statistic: 'Average', period: 60, dimensions: { B: '2' } };
const EACH: CloudWatchConfig = { ...LOAD, each: 'worker' };
const QUERY: CloudWatchConfig = { expression: 'SELECT AVG(Load) FROM Jobs', period: 60 };

let client: CloudWatchClient;
let unanswered: Unanswered[];
beforeEach(() => {
  client = new CloudWatchClient({ region: 'us-east-1' });
  unanswered = [];
});

const read = (requests: readonly { key: string; config: CloudWatchConfig; workers?: readonly string[] }[]) =>
  cloudWatchReader(cloudWatchCalls(client), (each) => unanswered.push(each)).read(
    requests.map((request) => ({ seconds: 300, ...request })),
    NOON + 5 * MINUTE,
  );
const result = (Id: string, Label: string, values: readonly number[], StatusCode = 'Complete') => ({
  ...{ Id, Label, StatusCode },
  Timestamps: values.map((_, minute) => new Date(NOON + minute * MINUTE)),
  Values: values,
});
const points = (...values: number[]) => values.map((value, minute) => ({ at: NOON + minute * MINUTE, value }));

describe('a metric of each worker', () => {
  it('is one query a worker, in a call with other metrics', async () => {
    const calls = answering(client, () => ({
      MetricDataResults: [result('m0', '', [7]), result('m1', '', [1, 2]), result('m2', '', [])],
    }));
    const found = await read([
      { key: 'own', config: LOAD },
      { key: 'each', config: EACH, workers: ['i-a', 'i-b'] },
    ]);
    expect(calls).toHaveLength(1);
    const [input] = calls.map((call) => call.input as GetMetricDataInput);
    expect(input?.MetricDataQueries?.map(({ MetricStat }) => MetricStat?.Metric?.Dimensions)).toEqual([
      [{ Name: 'B', Value: '2' }],
      ...['i-a', 'i-b'].map((id) => [
        { Name: 'B', Value: '2' },
        { Name: 'InstanceId', Value: id },
      ]),
    ]);
    expect(found.get('own')).toEqual(points(7));
    expect(found.get('each')).toEqual(
      new WorkerReadout(
        [],
        new Map([
          ['i-a', points(1, 2)],
          ['i-b', []],
        ]),
      ),
    );
  });

  it('has no data for a worker whose query is answered in part', async () => {
    answering(client, () => ({ MetricDataResults: [result('m0', '', [1]), result('m1', '', [2], 'InternalError')] }));
    const found = await read([{ key: 'each', config: EACH, workers: ['i-a', 'i-b'] }]);
    expect(found.get('each')).toEqual(new WorkerReadout([], new Map([['i-a', points(1)]])));
    expect(unanswered).toEqual([{ key: 'each', status: 'InternalError' }]);
  });

  it('fails when no worker could be read, and is reported once', async () => {
    answering(client, () => {
      throw Object.assign(new Error('slow down'), { name: 'Throttling' });
    });
    const found = await read([{ key: 'each', config: EACH, workers: ['i-a', 'i-b'] }]);
    expect(found.get('each')).toMatchObject({ code: 'Throttling' });
    expect(unanswered).toHaveLength(1);
  });

  it('asks for nothing without workers', async () => {
    const calls = answering(client, () => ({ MetricDataResults: [] }));
    const found = await read([{ key: 'each', config: EACH, workers: [] }]);
    expect(found.get('each')).toEqual(new WorkerReadout());
    expect(calls).toEqual([]);
  });
});

describe('an expression', () => {
  it('is a call of its own, because a call can have one query only', async () => {
    const calls = answering(client, () => ({ MetricDataResults: [result('e0', 'Load', [3, 4])] }));
    const found = await read([
      { key: 'a', config: QUERY },
      { key: 'b', config: QUERY },
    ]);
    expect(calls.map(({ input }) => (input as GetMetricDataInput).MetricDataQueries)).toEqual([
      [{ Id: 'e0', Expression: 'SELECT AVG(Load) FROM Jobs', Period: 60 }],
      [{ Id: 'e0', Expression: 'SELECT AVG(Load) FROM Jobs', Period: 60 }],
    ]);
    expect(found.get('b')).toEqual(points(3, 4));
  });

  it('joins the pages of one result', async () => {
    answering(client, (_, { NextToken }: GetMetricDataInput) =>
      NextToken
        ? { MetricDataResults: [result('e0', 'Load', [5])] }
        : { NextToken: 'more', MetricDataResults: [result('e0', 'Load', [], 'PartialData')] },
    );
    expect((await read([{ key: 'a', config: QUERY }])).get('a')).toEqual(points(5));
  });

  it('fails with several results, without reading further pages', async () => {
    const calls = answering(client, () => ({
      NextToken: 'more',
      MetricDataResults: ['a', 'b', 'c', 'd'].map((label) => result('e0', label, [1])),
    }));
    const found = (await read([{ key: 'a', config: QUERY }])).get('a') as ReadFailure;
    expect(calls).toHaveLength(1);
    expect(found.reason).toEqual({
      code: 'cloudwatch-several-series',
      params: { expression: 'SELECT AVG(Load) FROM Jobs', series: ['a', 'b', 'c'] },
    });
    expect(unanswered).toEqual([{ key: 'a', status: expect.stringContaining('cloudwatch-several-series') }]);
  });

  it('fails without any result, and has no data in an empty one', async () => {
    answering(client, () => ({ MetricDataResults: [] }));
    expect((await read([{ key: 'a', config: QUERY }])).get('a')).toMatchObject({ code: 'cloudwatch-no-series' });
    client = new CloudWatchClient({ region: 'us-east-1' });
    answering(client, () => ({ MetricDataResults: [result('e0', 'Load', [])] }));
    expect((await read([{ key: 'a', config: QUERY }])).get('a')).toEqual([]);
  });

  it('that CloudWatch rejects does not affect other metrics', async () => {
    answering(client, (_, { MetricDataQueries = [] }: GetMetricDataInput) => {
      if (MetricDataQueries[0]?.Expression === undefined) return { MetricDataResults: [result('m0', '', [1])] };
      throw Object.assign(new Error('wrong'), { name: 'ValidationError' });
    });
    const found = await read([
      { key: 'own', config: LOAD },
      { key: 'a', config: QUERY },
    ]);
    expect(found.get('own')).toEqual(points(1));
    expect(found.get('a')).toBeInstanceOf(ReadFailure);
  });
});
