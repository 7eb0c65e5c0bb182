import { CreateLaunchTemplateCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { deploy, type LocalAws, startLocalAws } from '../../../local/index.ts';
import { functionName } from '../../../shared/names/index.ts';
import { deploySynthesized } from '../../deployed/deploy-synthesized.ts';

/** A local AWS with the stage `local`, a launch template `web` and a subnet. */
export interface DeployedStage {
  readonly localAws: LocalAws;
  readonly subnet: string;
}

/** `context`: of the deployment, beside the stage. With one, the stage is synthesized and deployed by the CDK, for this file alone. */
export async function deployedStage(context?: Readonly<Record<string, string>>): Promise<DeployedStage> {
  const localAws = await startLocalAws();
  const { environment, directory: outputDirectory } = localAws;
  if (context) await deploy({ environment, stage: 'local', outputDirectory, context });
  else await deploySynthesized(localAws);
  const ec2 = new EC2Client(clientConfig(localAws));
  const data = { ImageId: 'ami-0123456789abcdef0', InstanceType: 'c7g.large' } as const;
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'web', LaunchTemplateData: data }));
  const subnet = (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.[0]?.SubnetId ?? '';
  ec2.destroy();
  return { localAws, subnet };
}

/** How a client of a test's own reaches the account of the stage. */
export const clientConfig = ({ endpoint, environment }: LocalAws) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? 'test', secretAccessKey: 'test' },
});

/** Invokes a function. */
export function invoked(
  { endpoint, environment }: LocalAws,
  name: string,
  {
    type = 'RequestResponse',
    event = {},
    region = 'us-east-1',
  }: { type?: 'Event' | 'RequestResponse'; event?: unknown; region?: string } = {},
): Promise<Response> {
  const url = `${endpoint}/2015-03-31/functions/${name}/invocations`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${environment['AWS_ACCESS_KEY_ID']}/20261121/${region}/lambda/aws4_request`;
  const headers = { authorization, 'x-amz-invocation-type': type };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(event) });
}

/** Has the function run that the schedule invokes every minute, so that no test waits for that. */
export const runSchedule = (localAws: LocalAws): Promise<Response> =>
  invoked(localAws, functionName('local', 'on-schedule'));
