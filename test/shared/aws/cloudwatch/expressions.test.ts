import { describe, expect, it } from 'vitest';
import { lightCloudWatchCalls } from '../../../../shared/aws/cloudwatch/light-calls.ts';
import { type CloudWatchSource, ReadFailure } from '../../../../shared/sources/index.ts';
import { freshGroup, MINUTE } from '../../../contracts/examples.ts';
import { metricsOnAws } from '../../../contracts/on-aws/cloudwatch.ts';
import { localAws } from '../local-aws.ts';

const aws = localAws();

describe.each(['the SDK', 'a function'])('expressions as %s calls them', (caller) => {
  const subject = () => {
    const clients = aws.clients();
    const calls = lightCloudWatchCalls(clients.cloudwatch.config, { AWS_ENDPOINT_URL: aws.local().endpoint });
    return caller === 'a function' ? metricsOnAws(clients, calls) : metricsOnAws(clients);
  };
  async function published() {
    const { put, moment, metrics } = subject();
    const name = `load-${freshGroup()}`.replaceAll('-', '_');
    const of = (Host: string): CloudWatchSource => ({
      ...{ namespace: 'Shop', name, statistic: 'Average', period: 60, dimensions: { Host } },
    });
    await put(of('a'), moment, 10);
    await put(of('b'), moment, 20);
    const read = async (expression: string) => {
      const config = { expression, period: 60 };
      const request = { key: 'it', group: 'ci', kind: 'cloudwatch', seconds: 300, config };
      const found = (await metrics.read([request], moment + MINUTE)).get('it');
      return found instanceof ReadFailure ? (found.reason?.code ?? found.code) : found;
    };
    return { name, moment, read };
  }

  it('have the value of one result', async () => {
    const { name, moment, read } = await published();
    expect(await read(`SELECT AVG(${name}) FROM SCHEMA(Shop, Host)`)).toEqual([{ at: moment, value: 15 }]);
    expect(await read(`SUM(SEARCH('{Shop,Host} MetricName="${name}"', 'Maximum'))`)).toEqual([
      { at: moment, value: 30 },
    ]);
  });

  it('fail with several results, with none, and where CloudWatch rejects them', async () => {
    const { name, read } = await published();
    expect(await read(`SELECT AVG(${name}) FROM Shop GROUP BY Host`)).toBe('cloudwatch-several-series');
    expect(await read(`SEARCH('{Shop,Host} MetricName="${name}"', 'Average')`)).toBe('cloudwatch-several-series');
    expect(await read(`SELECT AVG(${name}) FROM SCHEMA(Shop, Other)`)).toBe('cloudwatch-no-series');
    expect(await read(`SELECT AVG(${name}) FROM`)).toMatch(/^Validation/);
  });
});
