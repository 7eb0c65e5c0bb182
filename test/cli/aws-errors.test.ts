import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { awsError } from '../../cli/aws-errors.ts';

test.each(['ExpiredTokenException', 'RequestExpired', 'InvalidClientTokenId', 'UnrecognizedClientException'])(
  'credentials that AWS rejects with %s: how to renew them',
  (name) => {
    const cause = Object.assign(new Error('no'), { name });
    for (const error of [cause, new Error('Auto Scaling did not answer', { cause })])
      expect(awsError(error, 'headcount-test')).toMatchObject({
        reason: { code: 'credentials-rejected', params: { name } },
        remedy: expect.stringContaining('Run "aws sso login"'),
      });
  },
);

test.each([200, 502])('the page of a proxy or of a Wi-Fi is not AWS: status %i', async (status) => {
  const page = '<!doctype html><html><body>Please log in<br></body></html>';
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  const error = await new SQSClient(config).send(new ListQueuesCommand({})).catch((reason: unknown) => reason);
  expect(awsError(error, 'headcount-test')).toMatchObject({
    reason: { code: 'not-aws', params: { status } },
    sentence: expect.stringContaining('Something other than AWS answered'),
    remedy: expect.stringContaining('AWS_ENDPOINT_URL'),
  });
});

test('a queue that does not exist: the stage is not deployed here', () => {
  const cause = Object.assign(new Error('no'), { name: 'QueueDoesNotExist' });
  expect(awsError(cause, 'headcount-test')).toMatchObject({ reason: { code: 'no-queue' } });
});
