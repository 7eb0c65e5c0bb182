import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { headcount, NO_AWS } from '../headcount.ts';

const { AWS_REGION, AWS_ENDPOINT_URL, ...KEYS } = NO_AWS;

/** Commands that reach for AWS before anything else. */
const REACHING = [['policy', 'list'], ['status'], ['activities', 'web'], ['evaluate', 'web'], ['explain', 'web']];

describe('a shell that is not set up for AWS gets an error that says what to set', () => {
  test.concurrent.each<[string, Record<string, string>, string]>([
    ['no region', KEYS, 'No AWS region is set: set AWS_REGION.'],
    ['no credentials', { AWS_REGION }, 'No AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID'],
    ['a profile that is not there', { AWS_REGION, AWS_PROFILE: 'nobody' }, 'The profile nobody (AWS_PROFILE)'],
    ['an endpoint that is no URL', { AWS_REGION, ...KEYS, AWS_ENDPOINT_URL: 'here' }, "AWS_ENDPOINT_URL is 'here'"],
    ['nothing at the endpoint', NO_AWS, `AWS does not answer at ${AWS_ENDPOINT_URL} (ECONNREFUSED)`],
  ])('%s', async (_, environment, told) => {
    const { code, out, err } = await headcount(['status'], { environment });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(told);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test.concurrent.each(REACHING.map((command) => [command.join(' '), command]))(
    'by "headcount %s" too',
    async (_, command) => {
      const { code, err } = await headcount(command, { environment: NO_AWS });
      expect(code).toBe(1);
      expect(err).toMatch(/^AWS does not answer at http:\/\/127\.0\.0\.1:9 .*npx headcount local up/);
    },
  );
});

test.each([
  [500, 'InternalServerError'],
  [503, 'ServiceUnavailable'],
])('AWS that fails with %i %s is not the fault of the caller: the error says what goes on', async (status, type) => {
  const aws = createServer((_, answer) => {
    answer.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ __type: type }));
  }).listen(0, '127.0.0.1');
  await once(aws, 'listening');
  const endpoint = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
  const { code, out, err } = await headcount(['status'], { environment: { ...NO_AWS, AWS_ENDPOINT_URL: endpoint } });
  aws.close();
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(`AWS reports an internal error (${type})`);
  expect(err).toContain('Headcount changes no worker');
});
