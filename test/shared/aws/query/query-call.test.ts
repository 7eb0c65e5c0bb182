import { Readable } from 'node:stream';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { queryCall } from '../../../../shared/aws/query/call.ts';
import { serviceEndpoint } from '../../../../shared/aws/query/endpoint.ts';

const EC2 = { name: 'ec2', variable: 'EC2' };
const AUTO_SCALING = { name: 'autoscaling', variable: 'AUTO_SCALING' };
const SERVICE = {
  ...{ ...EC2, label: 'EC2', version: '2016-11-15' },
  errorIn: (xml: string) => ({ code: xml, message: xml }),
};

interface Sent {
  readonly hostname: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A call whose requests are answered by `answer`, with a client's configuration. */
function calling(settings: object, answer: (sent: Sent) => { statusCode: number; body: string; date?: number }) {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const { config } = new CloudWatchClient({ region: 'eu-west-1', credentials, ...settings });
  const sent: Sent[] = [];
  const handle = async (request: unknown) => {
    sent.push(request as Sent);
    const { statusCode, body, date = Date.now() } = answer(request as Sent);
    const headers = { date: new Date(date).toUTCString() };
    return { response: { statusCode, headers, body: Readable.from([body]) } };
  };
  const borrowed = { ...config, requestHandler: { handle } as never };
  return { call: queryCall(SERVICE, borrowed, {}), sent };
}

describe('the address of a service', () => {
  const address = (region: string, variant?: object, service = EC2) =>
    serviceEndpoint(service, region, {}, undefined, { fips: false, dualStack: false, ...variant }).origin;

  it.each([
    ['eu-west-1', {}, 'https://ec2.eu-west-1.amazonaws.com'],
    ['us-east-1', { fips: true }, 'https://ec2-fips.us-east-1.amazonaws.com'],
    ['us-east-1', { dualStack: true }, 'https://ec2.us-east-1.api.aws'],
    ['us-east-1', { fips: true, dualStack: true }, 'https://ec2-fips.us-east-1.api.aws'],
    ['us-gov-west-1', { fips: true }, 'https://ec2.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', {}, 'https://ec2.cn-north-1.amazonaws.com.cn'],
  ])('in %s with %j', (region, variant, expected) => {
    expect(address(region, variant)).toBe(expected);
  });

  it('is the one in the configuration file, unless the environment has another or ignores both', () => {
    const inFile = 'https://vpce-1.ec2.eu-west-1.vpce.amazonaws.com';
    expect(serviceEndpoint(EC2, 'eu-west-1', {}, inFile).origin).toBe(inFile);
    const own = { AWS_ENDPOINT_URL_EC2: 'http://127.0.0.1:5000' };
    expect(serviceEndpoint(EC2, 'eu-west-1', own, inFile).origin).toBe('http://127.0.0.1:5000');
    const ignored = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    expect(serviceEndpoint(AUTO_SCALING, 'eu-west-1', ignored, inFile).origin).toBe(
      'https://autoscaling.eu-west-1.amazonaws.com',
    );
  });
});

describe('a call', () => {
  it.each([
    [{ useFipsEndpoint: true }, 'ec2-fips.eu-west-1.amazonaws.com'],
    [{ useDualstackEndpoint: true }, 'ec2.eu-west-1.api.aws'],
    [{}, 'ec2.eu-west-1.amazonaws.com'],
  ])('goes where the client with %j goes', async (settings, host) => {
    const { call, sent } = calling(settings, () => ({ statusCode: 200, body: 'fine' }));
    expect(await call('DescribeRegions', {})).toBe('fine');
    expect(sent.map(({ hostname }) => hostname)).toEqual([host]);
  });

  /** AWS, by whose clock this machine is an hour late. */
  function anHourLate() {
    const hour = 3_600_000;
    const signedAt = ({ headers }: Sent) => {
      const [, year, month, day, hours, minutes] =
        /^(....)(..)(..)T(..)(..)/.exec(headers['x-amz-date'] ?? '')?.map(Number) ?? [];
      return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hours, minutes);
    };
    const isRight = (sent: Sent) => Math.abs(signedAt(sent) - (Date.now() + hour)) < 5 * 60_000;
    const { call, sent } = calling({}, (request) => ({
      ...(isRight(request) ? { statusCode: 200, body: 'fine' } : { statusCode: 400, body: 'RequestExpired' }),
      date: Date.now() + hour,
    }));
    return { call, sent, isRight };
  }

  it('signs again with the time of AWS when the clock of this machine is wrong', async () => {
    const { call, sent, isRight } = anHourLate();
    expect(await call('DescribeRegions', {})).toBe('fine');
    expect(await call('DescribeRegions', {})).toBe('fine');
    expect(sent.map(isRight)).toEqual([false, true, true]);
  });

  it('signs each of several calls at once again with the time of AWS', async () => {
    const { call, sent, isRight } = anHourLate();
    const answers = await Promise.all([1, 2, 3].map(() => call('DescribeRegions', {})));
    expect(answers).toEqual(['fine', 'fine', 'fine']);
    expect(sent.map(isRight)).toEqual([false, false, false, true, true, true]);
  });

  it('does not repeat what AWS refuses for another reason', async () => {
    const { call, sent } = calling({}, () => ({ statusCode: 403, body: 'AuthFailure' }));
    await expect(call('DescribeRegions', {})).rejects.toThrow('AuthFailure');
    expect(sent).toHaveLength(1);
  });
});
