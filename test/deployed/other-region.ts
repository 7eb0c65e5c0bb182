import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import type { TemplateFiles } from '../../infra/template/template.ts';
import type { LocalAws } from '../../local/index.ts';
import { dynamoStore } from '../../shared/aws/dynamodb/sdk-store.ts';
import { items, only, parsed, text } from '../../shared/aws/query/xml.ts';
import { functionName, tableName } from '../../shared/names/names.ts';
import { clientConfig, invoked } from '../cli/deployed-stage.ts';

const CLOUDFORMATION = '2010-05-15';

/** A region of the local AWS in which somebody without the CDK deploys a stage from the published template. */
export function regionWithoutCdk(local: () => LocalAws, region: string, stage: string) {
  const config = () => ({ ...clientConfig(local()), region });
  const environment = () => ({ ...local().environment, AWS_REGION: region, AWS_DEFAULT_REGION: region });

  async function call(service: string, path: string, init: RequestInit): Promise<string> {
    const authorization = `AWS4-HMAC-SHA256 Credential=test/20261121/${region}/${service}/aws4_request`;
    const headers = { ...(init.headers as Record<string, string>), authorization };
    const response = await fetch(`${local().endpoint}${path}`, { ...init, headers });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${service} ${path}: ${answer}`);
    return answer;
  }
  const form = (Action: string, fields: Readonly<Record<string, string>>) =>
    call('cloudformation', '/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Action, Version: CLOUDFORMATION, ...fields }).toString(),
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
    environment: () => ({ ...environment(), HEADCOUNT_STAGE: stage }),
    /** As `aws s3 sync`: the zip files of the functions, under a prefix of a bucket. */
    async sync(files: TemplateFiles, target: string): Promise<void> {
      const { hostname: bucket, pathname: prefix } = new URL(target);
      const location = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
      await put(`/${bucket}`, location);
      for (const [name, content] of files) if (name.endsWith('.zip')) await put(`/${bucket}${prefix}${name}`, content);
    },
    /** As `aws cloudformation deploy`: the template goes to the bucket, and a change set creates the stack. */
    async deploy(
      options: Readonly<Record<string, string>>,
      parameters: Readonly<Record<string, string>>,
      template: string,
    ) {
      const StackName = options['stack-name'] ?? '';
      const key = `${options['s3-bucket']}/${options['s3-prefix']}/${StackName}.template`;
      await put(`/${key}`, template);
      const named = Object.entries(parameters).flatMap(([name, value], index) => [
        [`Parameters.member.${index + 1}.ParameterKey`, name],
        [`Parameters.member.${index + 1}.ParameterValue`, value],
      ]);
      const changes = { StackName, ChangeSetName: 'awscli-cloudformation-package-deploy-1' };
      await form('CreateChangeSet', {
        ...{ ...changes, ChangeSetType: 'CREATE', TemplateURL: `https://s3.${region}.amazonaws.com/${key}` },
        ...{ 'Capabilities.member.1': options['capabilities'] ?? '', ...Object.fromEntries(named) },
      });
      await expect.poll(() => form('DescribeChangeSet', changes)).toContain('<Status>CREATE_COMPLETE</Status>');
      await form('ExecuteChangeSet', changes);
      await expect.poll(() => outputsOf(StackName)).not.toBeNull();
      return (await outputsOf(StackName)) ?? {};
    },
    async createTemplate(LaunchTemplateName: string): Promise<void> {
      const ec2 = new EC2Client(config());
      const LaunchTemplateData = { ImageId: 'ami-0123456789abcdef0', InstanceType: 'c7g.large' as const };
      await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
      ec2.destroy();
    },
    /** As Terraform's `aws_dynamodb_table_item`. */
    async putItem(Item: NonNullable<ConstructorParameters<typeof PutItemCommand>[0]['Item']>): Promise<void> {
      const dynamodb = new DynamoDBClient(config());
      await dynamodb.send(new PutItemCommand({ TableName: tableName(stage), Item }));
      dynamodb.destroy();
    },
    state: async (group: string) => {
      const dynamodb = new DynamoDBClient(config());
      const read = await dynamoStore(dynamodb, tableName(stage)).states.read([group]);
      dynamodb.destroy();
      return read.get(group);
    },
    /** Does as if the group had sent its last request to the other region a minute earlier: it sends one in each minute. */
    passMinute: async (group: string): Promise<void> => {
      const dynamodb = new DynamoDBClient(config());
      const { states, overflow } = dynamoStore(dynamodb, tableName(stage));
      const asked = (await states.read([group])).get(group)?.overflow;
      if (asked) await overflow.noteAsked(group, { ...asked, at: asked.at - 60_000 });
      dynamodb.destroy();
    },
    evaluate: async (group: string): Promise<void> => {
      const Records = [{ messageId: 'now', body: JSON.stringify({ groups: [group] }) }];
      const response = await invoked(local(), functionName(stage, 'evaluate'), { event: { Records }, region });
      expect(await response.json()).toEqual({ batchItemFailures: [] });
    },
    ec2: () => {
      const { regions } = local();
      if (!regions) throw new Error('the regions need the stand-ins');
      return regions.in(region).ec2;
    },
    living: (group: string) =>
      (local().regions?.in(region).ec2.everything() ?? []).filter(
        ({ tags, endedAt }) => tags.get('headcount:group') === group && endedAt === null,
      ),
  };
}
