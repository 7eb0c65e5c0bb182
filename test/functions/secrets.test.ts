import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';

const SECRETS = { AWS_SECRET_ACCESS_KEY: 'secret-key-of-the-role', AWS_SESSION_TOKEN: 'session-token-of-the-role' };
/** Nothing listens there: every call fails, and is told of. */
const NOWHERE = 'http://127.0.0.1:9';
/** Functions note in their temporary folder what has failed; no run shares it with another. */
const TMPDIR = mkdtempSync(join(tmpdir(), 'headcount-secrets-'));
afterAll(() => rmSync(TMPDIR, { recursive: true }));

const sqs = { Records: [{ messageId: 'm1', body: '{"groups":["ci"]}', attributes: {} }] };
const alarm = JSON.stringify({ AlarmName: 'headcount/test/ci/cpu/high' });
const stream = {
  Records: [{ eventID: '1', eventName: 'MODIFY', dynamodb: { Keys: { pk: { S: 'GROUP#ci' }, sk: { S: 'POLICY' } } } }],
};
const interruption = {
  ...{ source: 'aws.ec2', 'detail-type': 'EC2 Spot Instance Interruption Warning', time: '2026-11-21T12:00:00Z' },
  ...{ id: '1', region: 'us-east-1', account: '000000000000', version: '0', resources: [] },
  detail: { 'instance-id': 'i-0123456789abcdef0', 'instance-action': 'terminate' },
};

test.concurrent.each<[string, unknown]>([
  ['evaluate', sqs],
  ['evaluate', { Records: [{ messageId: 'm2', body: 'no json', attributes: {} }] }],
  ['on-alarm', { Records: [{ Sns: { Message: alarm } }] }],
  ['on-schedule', {}],
  ['on-policy-change', stream],
  ['on-worker-event', interruption],
  ['on-push', { time: '2026-11-21T12:00:00Z', detail: { group: 'ci', values: { orders: 1 } } }],
  ['on-worker-event', { Records: [{ eventSource: 'aws:sqs', body: 'no json' }] }],
])(
  '%s reports the error without a secret',
  async (name, event) => {
    const said = await output(name, event);
    expect(said).toMatch(/ECONNREFUSED|Unexpected token|batchItemFailures|connect/);
    for (const secret of [...Object.values(SECRETS), 'Signature=']) expect(said).not.toContain(secret);
  },
  60_000,
);

/** All that a function writes for an event, and what it throws, with the role's credentials in its environment. */
async function output(name: string, event: unknown): Promise<string> {
  const handler = new URL(`../../functions/${name}/handler.ts`, import.meta.url).href;
  const script = `const { handler } = await import(${JSON.stringify(handler)});
    try { console.log(await handler(${JSON.stringify(event)}, { awsRequestId: 'r1', getRemainingTimeInMillis: () => 60000 })); }
    catch (error) { console.error(error); }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: {
      ...SECRETS,
      // They load the same modules, which are compiled once.
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      ...{ PATH: process.env['PATH'], AWS_ACCESS_KEY_ID: 'access-key', AWS_REGION: 'us-east-1', AWS_MAX_ATTEMPTS: '1' },
      ...{ AWS_ENDPOINT_URL: NOWHERE, HEADCOUNT_STAGE: 'test', HEADCOUNT_TABLE: 'headcount-test' },
      ...{
        HEADCOUNT_FAILURES_URL: `${NOWHERE}/failures`,
        HEADCOUNT_QUEUE_URL: `${NOWHERE}/queue`,
        HEADCOUNT_DEAD_LETTERS_URL: `${NOWHERE}/dead-letters`,
        HEADCOUNT_TUNINGS_URL: `${NOWHERE}/tunings`,
        HEADCOUNT_ALARM_TOPIC_ARN: 'arn:aws:sns:us-east-1:0:t',
      },
      ...{ HEADCOUNT_EVENT_BUS: 'headcount-test', AWS_LAMBDA_LOG_LEVEL: 'DEBUG', TMPDIR },
    },
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return out + err;
}
