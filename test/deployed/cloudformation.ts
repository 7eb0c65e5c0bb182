import { vi } from 'vitest';
import { items, only, parsed, text } from '../../shared/aws/query/xml.ts';

const VERSION = '2010-05-15';
/** As `expect.poll` waits, which is only for tests. */
const PATIENTLY = { timeout: 120_000, interval: 100 };

/** In us-east-1, S3 refuses it. */
const located = (region: string): string =>
  `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;

/** S3 and CloudFormation of the local AWS in a region, for those who deploy without the CDK. */
export function cloudFormation(endpoint: () => string, region: string) {
  async function call(service: string, path: string, init: RequestInit): Promise<string> {
    const authorization = `AWS4-HMAC-SHA256 Credential=test/20261121/${region}/${service}/aws4_request`;
    const headers = { ...(init.headers as Record<string, string>), authorization };
    const response = await fetch(`${endpoint()}${path}`, { ...init, headers });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${service} ${path}: ${answer}`);
    return answer;
  }
  const form = (Action: string, fields: Readonly<Record<string, string>>) =>
    call('cloudformation', '/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Action, Version: VERSION, ...fields }).toString(),
    });
  const put = (path: string, body: string | Uint8Array) =>
    call('s3', path, { method: 'PUT', body: Buffer.from(body), headers: {} });

  /** Outputs of the stack once it is complete; null while it is being created. */
  async function outputsOf(StackName: string): Promise<Record<string, string> | null> {
    const answer = await form('DescribeStacks', { StackName });
    const result = only(only(parsed(answer), 'DescribeStacksResponse'), 'DescribeStacksResult');
    const [stack] = items(result, 'Stacks', 'member');
    const status = stack ? text(stack, 'StackStatus') : '';
    if (/FAILED|ROLLBACK/.test(status)) throw new Error(`${StackName}: ${answer}`);
    if (status !== 'CREATE_COMPLETE') return null;
    const pairs = items(stack, 'Outputs', 'member').map((each) => [text(each, 'OutputKey'), text(each, 'OutputValue')]);
    return Object.fromEntries(pairs);
  }

  return {
    put,
    createBucket: (bucket: string) => put(`/${bucket}`, region === 'us-east-1' ? '' : located(region)),
    /** The template goes to the bucket, and a change set creates the stack. `fields`: others of the change set. */
    async create(
      { StackName, key }: { readonly StackName: string; readonly key: string },
      template: string,
      fields: Readonly<Record<string, string>>,
    ): Promise<Record<string, string>> {
      await put(`/${key}`, template);
      const changes = { StackName, ChangeSetName: 'awscli-cloudformation-package-deploy-1' };
      await form('CreateChangeSet', {
        ...{ ...changes, ChangeSetType: 'CREATE', TemplateURL: `https://s3.${region}.amazonaws.com/${key}` },
        ...fields,
      });
      await vi.waitUntil(
        async () => (await form('DescribeChangeSet', changes)).includes('<Status>CREATE_COMPLETE</Status>'),
        PATIENTLY,
      );
      await form('ExecuteChangeSet', changes);
      return vi.waitUntil(() => outputsOf(StackName), PATIENTLY);
    },
  };
}
