import { CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll } from 'vitest';
import { deploy, type LocalAws, startLocalAws } from '../../local/index.ts';
import { functionName } from '../../shared/names/names.ts';
import { clientConfig } from '../cli/deployed/deployed-stage.ts';
import { folderWith, headcount, type Ran } from '../cli/headcount.ts';
import { type Block, blocksOf } from '../docs/markdown.ts';

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';
const IAM = '2010-05-08';
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

interface GuideStageOptions {
  readonly extensions: string;
  readonly overflowRegions: string;
}

/** The stage `production` of the guides, deployed with the roles of their workers, and with extensions. */
export function guideStage({ extensions, overflowRegions }: GuideStageOptions) {
  let localAws: LocalAws | undefined;
  /** Ids that the next launch templates get. */
  const templateIds: string[] = [];
  let ids = 0;
  beforeAll(async () => {
    const newId = () => templateIds.shift() ?? String(++ids).padStart(17, '0');
    const lifetimes = { invisibleFor: 100, pendingFor: 200, initializingFor: 0 };
    localAws = await startLocalAws({ ec2: { newId, lifetimes } });
    const context = { passRoles: `${role('github-runner')},${role('transcoder')}`, extensions, overflowRegions };
    await deploy({
      environment: local().environment,
      stage: 'production',
      context,
      outputDirectory: local().directory,
    });
  });
  afterAll(() => localAws?.stop());
  const local = (): LocalAws => {
    if (!localAws) throw new Error('the local AWS is there only while tests run');
    return localAws;
  };
  const environment = (more: object = {}) => ({ ...local().environment, HEADCOUNT_STAGE: 'production', ...more });
  const config = () => clientConfig(local());

  const scopeOf = (service: string): string =>
    `${local().environment['AWS_ACCESS_KEY_ID']}/20261121/${REGION}/${service}/aws4_request`;

  /** A call with a JSON body, as `aws` sends it to services without a client here. */
  async function jsonCall(service: string, target: string, body: object): Promise<Record<string, unknown>> {
    const scope = scopeOf(service);
    const headers = {
      ...{ authorization: `AWS4-HMAC-SHA256 Credential=${scope}`, 'x-amz-target': target },
      'content-type': 'application/x-amz-json-1.1',
    };
    const response = await fetch(local().endpoint, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${target}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }
  /** A call with form fields. */
  async function formCall(service: string, fields: Readonly<Record<string, string>>): Promise<string> {
    const scope = scopeOf(service);
    const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${scope}` };
    const response = await fetch(local().endpoint, { method: 'POST', headers, body: new URLSearchParams(fields) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${fields['Action']}: ${text}`);
    return text;
  }

  async function createServiceLinkedRole(AWSServiceName: string): Promise<void> {
    await formCall('iam', { Action: 'CreateServiceLinkedRole', Version: IAM, AWSServiceName });
  }
  /** An instance profile that has a role of its name, as the console creates it. */
  async function createInstanceProfile(name: string): Promise<void> {
    const call = (Action: string, fields: object) => formCall('iam', { Action, Version: IAM, ...fields });
    await call('CreateRole', { RoleName: name, AssumeRolePolicyDocument: '{}' });
    await call('CreateInstanceProfile', { InstanceProfileName: name });
    await call('AddRoleToInstanceProfile', { InstanceProfileName: name, RoleName: name });
  }
  /** Invokes a function, and returns its answer. */
  async function invoke(name: string, event: object): Promise<unknown> {
    const url = `${local().endpoint}/2015-03-31/functions/${name}/invocations`;
    const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${scopeOf('lambda')}` };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(event) })).json();
  }

  /** Runs a command of the AWS CLI. */
  async function aws(line: string): Promise<unknown> {
    const { action, options } = commandIn(line);
    const [sqs, ec2, elb] = [
      new SQSClient(config()),
      new EC2Client(config()),
      new ElasticLoadBalancingV2Client(config()),
    ];
    const json = (name: string) => JSON.parse(options[name] ?? '{}');
    const TargetGroupArn = options['target-group-arn'];
    switch (action) {
      case 'sqs create-queue':
        return sqs.send(new CreateQueueCommand({ QueueName: options['queue-name'], Attributes: json('attributes') }));
      case 'sqs send-message':
        return sqs.send(
          new SendMessageCommand({ QueueUrl: options['queue-url'], MessageBody: options['message-body'] }),
        );
      case 'ec2 create-launch-template':
        return ec2.send(
          new CreateLaunchTemplateCommand({
            LaunchTemplateName: options['launch-template-name'],
            LaunchTemplateData: json('launch-template-data'),
          }),
        );
      case 'elbv2 modify-target-group':
        return elb.send(
          new ModifyTargetGroupCommand({
            TargetGroupArn,
            HealthCheckPath: options['health-check-path'],
            HealthCheckIntervalSeconds: Number(options['health-check-interval-seconds']),
            HealthyThresholdCount: Number(options['healthy-threshold-count']),
          }),
        );
      case 'elbv2 modify-target-group-attributes': {
        const [, Key = '', Value = ''] = /Key=([^,]+),Value=(.*)/.exec(options['attributes'] ?? '') ?? [];
        return elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: [{ Key, Value }] }));
      }
      // AWS decides about the request, within minutes or days.
      case 'service-quotas request-service-quota-increase':
        return local().quotas?.set(options['quota-code'] ?? '', Number(options['desired-value']));
      case 'ssm put-parameter':
        return jsonCall('ssm', 'AmazonSSM.PutParameter', {
          ...{ Name: options['name'], Type: options['type'], Value: options['value'] },
          Overwrite: 'overwrite' in options,
        });
      case 'ssm get-parameter': {
        const answer = await jsonCall('ssm', 'AmazonSSM.GetParameter', { Name: options['name'], WithDecryption: true });
        return (answer['Parameter'] as { Value: string }).Value;
      }
      default:
        throw new Error(`no test runs ${line}`);
    }
  }

  return {
    ...{ local, config, aws, invoke },
    ...{ createServiceLinkedRole, createInstanceProfile },
    /** A launch template with an id that CloudFormation has given: the emulator's own EC2 has it, and the stand-in not. */
    createTemplate: async (LaunchTemplateName: string, id: string, LaunchTemplateData: object): Promise<void> => {
      templateIds.push(id.replace('lt-', ''));
      await new EC2Client(config()).send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
    },
    /** The physical ids of a stack's resources, by type and logical id. */
    resourcesOf: async (StackName: string) => {
      const Action = 'DescribeStackResources';
      const xml = await formCall('cloudformation', { Action, Version: '2010-05-15', StackName });
      const resources = [...xml.matchAll(/<member>(.*?)<\/member>/gs)].map(([, member = '']) => ({
        logical: /<LogicalResourceId>(.*?)</.exec(member)?.[1] ?? '',
        physical: /<PhysicalResourceId>(.*?)</.exec(member)?.[1] ?? '',
        type: /<ResourceType>(.*?)</.exec(member)?.[1] ?? '',
      }));
      return (type: string, logical = /./): string => {
        const found = resources.find((each) => each.type === type && logical.test(each.logical));
        if (!found) throw new Error(`${StackName} has no ${type}`);
        return found.physical;
      };
    },
    createTargetGroup: async (Name: string): Promise<string> => {
      const client = new ElasticLoadBalancingV2Client(config());
      const made = { Name, Protocol: 'HTTP', Port: 80, VpcId: 'vpc-00000001' } as const;
      const { TargetGroups = [] } = await client.send(new CreateTargetGroupCommand(made));
      return TargetGroups[0]?.TargetGroupArn ?? '';
    },
    /** Runs the lines that begin with `npx headcount`, in a folder with these files. Returns how each ended. */
    headcount: async (lines: readonly string[], files: Readonly<Record<string, string>> = {}, more: object = {}) => {
      const directory = await folderWith(files);
      const ran: Ran[] = [];
      for (const line of lines) {
        ran.push(await headcount(wordsOf(line).slice(2), { environment: environment(more), directory }));
      }
      return ran;
    },
    status: async (group: string): Promise<GroupStatus> =>
      JSON.parse((await headcount(['status', group, '--json'], { environment: environment() })).out),
    /** Has the deployed function evaluate the group now. */
    evaluate: (group: string) =>
      invoke(functionName('production', 'evaluate'), {
        Records: [{ messageId: 'now', body: JSON.stringify({ groups: [group] }) }],
      }),
    /** Alive workers of the group, also those that drain. */
    living: (group: string) =>
      (local().ec2?.everything() ?? []).filter(
        ({ tags, endedAt }) => tags.get('headcount:group') === group && endedAt === null,
      ),
  };
}

interface GroupStatus {
  readonly desired: number;
  readonly live: number;
  readonly workers: readonly { readonly id: string; readonly serving: boolean }[];
}

/** The blocks of a guide, with the names of the local account. */
export function guide(page: string, arnOf: (targetGroup: string) => string = () => '') {
  const local = (text: string) =>
    text
      .replaceAll(/arn:aws:elasticloadbalancing:\S+?:targetgroup\/(\w+)\/[0-9a-f]+/g, (_, name: string) => arnOf(name))
      .replaceAll('eu-west-1', REGION)
      .replaceAll('111122223333', ACCOUNT)
      .replaceAll('subnet-0aaa1111', 'subnet-00000001')
      .replaceAll('subnet-0bbb2222', 'subnet-00000002')
      .replaceAll('subnet-0ccc3333', 'subnet-00000003');
  const blocks: Block[] = blocksOf(`docs/how-to/${page}.md`).map((block) => ({ ...block, text: local(block.text) }));
  const lines = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.replaceAll(/ \\\n\s*/g, ' ').split('\n'));
  return {
    policy: blocks.find(({ language, marks }) => language === 'yaml' && marks.length === 0)?.text ?? '',
    /** The lines of its shell blocks that begin so, in order. */
    lines: (...beginnings: readonly string[]): string[] =>
      lines.filter((line) => beginnings.some((beginning) => line.startsWith(beginning))),
  };
}

const WORD = /'([^']*)'|"((?:[^"\\]|\\.)*)"|(\S+)/g;
export const wordsOf = (line: string): string[] =>
  [...line.matchAll(WORD)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');

export function commandIn(line: string): { action: string; options: Readonly<Record<string, string>> } {
  const [, service = '', action = '', ...words] = wordsOf(line);
  const options = words.flatMap((word, index): [string, string][] =>
    word.startsWith('--') ? [[word.slice(2), words[index + 1] ?? '']] : [],
  );
  return { action: `${service} ${action}`, options: Object.fromEntries(options) };
}
