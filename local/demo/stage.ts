import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { awsClients, type Clients } from '../../shared/aws/clients.ts';
import { dynamoStore } from '../../shared/aws/dynamodb/sdk-store.ts';
import type { Store } from '../../shared/aws/dynamodb/store.ts';
import { sdkConnections } from '../../shared/aws/sdk-connections.ts';
import { functionName, tableName } from '../../shared/names/index.ts';
import { workersOf } from '../../shared/operations/index.ts';
import type { ManagedWorker } from '../../shared/providers/index.ts';
import { awsEvaluation } from '../../shared/runtime/evaluation.ts';
import { DEMO_GROUP } from './policy.ts';
import { EvaluationLog } from './watch.ts';

export const STAGE = 'local';
const LAUNCH_TEMPLATE = 'headcount-demo';

/** The resources that the demo uses on a local AWS with the deployed stack. */
export interface DemoStage {
  readonly clients: Clients;
  readonly store: Store;
  /** The workers of the demo's group, including draining ones. */
  readonly workers: () => Promise<readonly ManagedWorker[]>;
  readonly log: EvaluationLog;
  readonly launchTemplate: string;
  readonly subnets: string[];
}

/** The clients read endpoint and credentials from the process's environment, like a user's clients. */
export async function openStage(): Promise<DemoStage> {
  const clients = awsClients();
  const table = tableName(STAGE);
  const ec2 = new EC2Client();
  const logGroups = (['evaluate', 'on-alarm'] as const).map((name) => `/aws/lambda/${functionName(STAGE, name)}`);
  await createLaunchTemplate(ec2);
  const evaluation = awsEvaluation(sdkConnections(clients), { stage: STAGE, table });
  return {
    clients,
    store: dynamoStore(clients.dynamodb, table),
    workers: () => workersOf(DEMO_GROUP, evaluation),
    log: new EvaluationLog(new CloudWatchLogsClient(), logGroups, Date.now()),
    launchTemplate: LAUNCH_TEMPLATE,
    subnets: await twoSubnets(ec2),
  };
}

/** The workers' launch template. Its content does not matter, because no instance really boots. */
async function createLaunchTemplate(ec2: EC2Client): Promise<void> {
  const names = [LAUNCH_TEMPLATE];
  const known = await ec2.send(
    new DescribeLaunchTemplatesCommand({ Filters: [{ Name: 'launch-template-name', Values: names }] }),
  );
  if (known.LaunchTemplates?.some(({ LaunchTemplateName }) => LaunchTemplateName === LAUNCH_TEMPLATE)) return;
  await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: LAUNCH_TEMPLATE,
      LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0', InstanceType: 'c7g.large' },
    }),
  );
}

async function twoSubnets(ec2: EC2Client): Promise<string[]> {
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const ids = Subnets.flatMap(({ SubnetId }) => SubnetId ?? []).toSorted();
  if (ids.length === 0) throw new Error('The local AWS has no subnet to launch workers in.');
  return ids.slice(0, 2);
}
