import { createHmac, timingSafeEqual } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** What a function URL passes on, as far as this function reads it. Names of headers are in lower case. */
export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}
interface WorkflowJobEvent {
  readonly action: string;
  readonly workflow_job: { readonly id: number; readonly html_url: string; readonly labels: readonly string[] };
}

const { QUEUE_URL, RUNNER_LABELS = '', SECRET_PARAMETER = '' } = process.env;
const sqs = new SQSClient({});

/** Puts a message into the queue for each job that waits for a runner with our labels. GitHub shows the answers. */
export async function handler({ headers, body = '', isBase64Encoded = false }: WebhookRequest) {
  const payload = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (!isSigned(payload, headers['x-hub-signature-256'] ?? '', await secret())) return answer(401, 'wrong signature');
  if (headers['x-github-event'] !== 'workflow_job') return answer(200, 'ignored: not a workflow_job');

  const { action, workflow_job: job } = JSON.parse(payload.toString()) as WorkflowJobEvent;
  if (action !== 'queued') return answer(200, `ignored: ${action}`);
  const labels = RUNNER_LABELS.split(',');
  const others = job.labels.filter((label) => !labels.includes(label.toLowerCase()));
  if (others.length > 0) return answer(200, `ignored: no runner has the label ${others.join(', ')}`);

  const MessageBody = JSON.stringify({ job: job.id, url: job.html_url });
  await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody }));
  return answer(202, 'queued');
}

const answer = (statusCode: number, body: string) => ({ statusCode, body });

export function isSigned(payload: Buffer, signature: string, key: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', key).update(payload).digest('hex')}`);
  const actual = Buffer.from(signature);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** The webhook's secret, from the extension of Lambda that reads and caches parameters. */
async function secret(): Promise<string> {
  const { PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: port = '2773', AWS_SESSION_TOKEN = '' } = process.env;
  const query = new URLSearchParams({ name: SECRET_PARAMETER, withDecryption: 'true' });
  const response = await fetch(`http://localhost:${port}/systemsmanager/parameters/get?${query}`, {
    headers: { 'x-aws-parameters-secrets-token': AWS_SESSION_TOKEN },
  });
  if (!response.ok) throw new Error(`${SECRET_PARAMETER} cannot be read: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { Parameter: { Value: string } }).Parameter.Value;
}
