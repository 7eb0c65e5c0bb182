import { CloudWatchClient, type GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchCalls } from '../../../../shared/aws/cloudwatch/sdk-calls.ts';
import { cloudWatchReader, type Unanswered } from '../../../../shared/sources/cloudwatch/reader.ts';
import { datapointsOf, ReadFailure } from '../../../../shared/sources/index.ts';
import { MINUTE, NOON } from '../../../contracts/examples.ts';
import { answering } from '../answering.ts';

describe('GetMetricData', () => {
  let client: CloudWatchClient;
  let unanswered: Unanswered[];
  beforeEach(() => {
    client = new CloudWatchClient({ region: 'us-east-1' });
    unanswered = [];
  });
  const query = (key: string, period = 60, seconds = 300) => ({
    ...{ key, seconds },
    config: { namespace: 'Jobs', name: 'Waiting', statistic: 'Sum', period, dimensions: { B: '2', A: '1' } },
  });
  type Query = ReturnType<typeof query>;
  const read = (queries: Query[]) =>
    cloudWatchReader(cloudWatchCalls(client), (each) => unanswered.push(each)).read(queries, NOON + 5 * MINUTE);
  const result = (Id: string, StatusCode: string, minutes: number[]) => ({
    Id,
    StatusCode,
    Timestamps: minutes.map((minute) => new Date(NOON + minute * MINUTE)),
    Values: minutes,
  });

  it('has 500 queries per call, from the start of the longest period', async () => {
    const calls = answering(client, () => ({ MetricDataResults: [] }));
    await read([...Array.from({ length: 500 }, (_, index) => query(`q${index}`)), query('hourly', 3600)]);
    const inputs = calls.map(({ input }) => input as GetMetricDataInput);
    expect(inputs.map(({ MetricDataQueries }) => MetricDataQueries?.length)).toEqual([500, 1]);
    expect(inputs[0]).toMatchObject({
      StartTime: new Date(NOON),
      ScanBy: 'TimestampAscending',
      MaxDatapoints: 100_800,
    });
    expect(inputs[0]?.MetricDataQueries?.[499]).toEqual({
      Id: 'm499',
      MetricStat: {
        Metric: {
          Namespace: 'Jobs',
          MetricName: 'Waiting',
          Dimensions: [
            { Name: 'A', Value: '1' },
            { Name: 'B', Value: '2' },
          ],
        },
        Period: 60,
        Stat: 'Sum',
      },
    });
  });

  it('starts at the start of the longest period, so that no period is incomplete', async () => {
    const calls = answering(client, () => ({ MetricDataResults: [] }));
    await cloudWatchReader(cloudWatchCalls(client)).read(
      [query('a', 60, 120), query('b', 300, 120)],
      NOON + 9 * MINUTE,
    );
    expect(calls[0]?.input).toMatchObject({ StartTime: new Date(NOON + 5 * MINUTE) });
  });

  it('joins the pages of a response, whose parts are partial until the last one', async () => {
    answering(client, (_, { NextToken }: GetMetricDataInput) =>
      NextToken
        ? { MetricDataResults: [result('m0', 'Complete', [2, 3])] }
        : { NextToken: 'more', MetricDataResults: [result('m0', 'PartialData', [0, 1])] },
    );
    expect(datapointsOf((await read([query('waiting')])).get('waiting'))?.map(({ value }) => value)).toEqual([
      0, 1, 2, 3,
    ]);
    expect(unanswered).toEqual([]);
  });

  it.each(['PartialData', 'InternalError', 'Forbidden'])(
    'treats a result that stays %s as missing data',
    async (status) => {
      answering(client, () => ({ MetricDataResults: [result('m0', status, [0, 1]), result('m1', 'Complete', [4])] }));
      const answers = await read([query('doubtful'), query('sure')]);
      expect(answers.get('sure')).toEqual([{ at: NOON + 4 * MINUTE, value: 4 }]);
      expect(answers.get('doubtful')).toEqual(new ReadFailure(status, status, undefined, undefined, true));
      expect(unanswered).toEqual([{ key: 'doubtful', status }]);
    },
  );

  it('finds and reports the query that CloudWatch rejects, and answers all others', async () => {
    answering(client, (_, { MetricDataQueries = [] }: GetMetricDataInput) => {
      const isRefused = MetricDataQueries.some(({ MetricStat }) => MetricStat?.Metric?.Namespace === ':bad');
      if (isRefused) throw Object.assign(new Error('no such namespace'), { name: 'ValidationError' });
      return { MetricDataResults: MetricDataQueries.map(({ Id = '' }) => result(Id, 'Complete', [1])) };
    });
    const queries = Array.from({ length: 9 }, (_, index) => query(`q${index}`));
    const bad = { ...query('bad'), config: { ...query('bad').config, namespace: ':bad' } };
    const answers = await read([...queries.slice(0, 4), bad, ...queries.slice(4)]);
    expect([...answers].filter(([, points]) => datapointsOf(points)).map(([key]) => key)).toEqual(
      queries.map(({ key }) => key),
    );
    expect(unanswered).toEqual([{ key: 'bad', status: 'ValidationError: no such namespace' }]);
  });

  it.each(['AccessDenied', 'ThrottlingException'])(
    'a call that fails with %s fails its own queries only',
    async (name) => {
      const calls = answering(client, (_, { MetricDataQueries = [] }: GetMetricDataInput) => {
        if (MetricDataQueries.length === 500) throw Object.assign(new Error('no'), { name });
        return { MetricDataResults: MetricDataQueries.map(({ Id = '' }) => result(Id, 'Complete', [1])) };
      });
      const answers = await read(Array.from({ length: 501 }, (_, index) => query(`q${index}`)));
      expect([...answers.values()].filter((read) => read instanceof ReadFailure)).toHaveLength(500);
      expect(answers.get('q0')).toMatchObject({ code: name });
      expect(answers.get('q500')).toEqual([{ at: NOON + MINUTE, value: 1 }]);
      expect(calls).toHaveLength(2);
    },
  );

  it('reads periods below a minute in a separate call for three hours, as long as CloudWatch keeps them', async () => {
    const calls = answering(client, () => ({ MetricDataResults: [] }));
    const to = NOON + 24 * 60 * MINUTE;
    const periods = Object.entries({ a: 60, b: 10, c: 30, d: 300 });
    const queries = periods.map(([key, period]) => query(key, period, 24 * 3600));
    await cloudWatchReader(cloudWatchCalls(client)).read(queries, to);
    const asked = calls.map(({ input }) => input as GetMetricDataInput);
    const starts = asked.map(({ MetricDataQueries = [], StartTime }) => [MetricDataQueries.length, StartTime]);
    expect(starts).toHaveLength(2);
    expect(starts[0]).toEqual([2, new Date(NOON)]);
    const [count, start] = starts[1] as [number, Date];
    expect(count).toBe(2);
    expect(start.getTime()).toBeGreaterThan(to - 180 * MINUTE);
    expect(start.getTime()).toBeLessThan(to - 170 * MINUTE);
  });

  it('reads a long history in a separate call, so that the others are short', async () => {
    const calls = answering(client, () => ({ MetricDataResults: [] }));
    const to = NOON + 24 * 60 * MINUTE;
    await cloudWatchReader(cloudWatchCalls(client)).read(
      [query('a', 60, 300), query('b', 60, 43_500), query('c', 60, 3600), query('d', 60, 86_400)],
      to,
    );
    const asked = calls.map(({ input }) => input as GetMetricDataInput);
    expect(asked.map(({ MetricDataQueries = [], StartTime }) => [MetricDataQueries.length, StartTime])).toEqual([
      [2, new Date(to - 3_600_000)],
      [2, new Date(NOON)],
    ]);
  });

  it('treats a missing result as missing data', async () => {
    answering(client, () => ({ MetricDataResults: [] }));
    expect((await read([query('lost')])).get('lost')).toMatchObject({ code: 'Missing', isUnanswered: true });
    expect(unanswered).toEqual([{ key: 'lost', status: 'Missing' }]);
  });
});
