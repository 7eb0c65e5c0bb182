import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import type { TemplateFiles } from '../../infra/template/template.ts';
import type { LocalAws } from '../../local/index.ts';
import { dynamoStore } from '../../shared/aws/dynamodb/sdk-store.ts';
import { functionName, tableName } from '../../shared/names/names.ts';
import { clientConfig, invoked } from '../cli/deployed/deployed-stage.ts';
import { cloudFormation } from './cloudformation.ts';

/** A region of the local AWS in which somebody without the CDK deploys a stage from the published template. */
export function regionWithoutCdk(local: () => LocalAws, region: string, stage: string) {
  const config = () => ({ ...clientConfig(local()), region });
  const environment = () => ({ ...local().environment, AWS_REGION: region, AWS_DEFAULT_REGION: region });

  const { put, createBucket, create } = cloudFormation(() => local().endpoint, region);

  return {
    environment: () => ({ ...environment(), HEADCOUNT_STAGE: stage }),
    /** As `aws s3 sync`: the zip files of the functions, under a prefix of a bucket. */
    async sync(files: TemplateFiles, target: string): Promise<void> {
      const { hostname: bucket, pathname: prefix } = new URL(target);
      await createBucket(bucket);
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
      const named = Object.entries(parameters).flatMap(([name, value], index) => [
        [`Parameters.member.${index + 1}.ParameterKey`, name],
        [`Parameters.member.${index + 1}.ParameterValue`, value],
      ]);
      const capabilities = { 'Capabilities.member.1': options['capabilities'] ?? '' };
      return create({ StackName, key }, template, { ...capabilities, ...Object.fromEntries(named) });
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
