import { CreateLaunchTemplateCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { deploy, type LocalAws, startLocalAws } from '../../local/index.ts';

/** A local AWS with the stage `local`, a launch template `web` and a subnet. */
export interface DeployedStage {
  readonly localAws: LocalAws;
  readonly subnet: string;
}

/** `context`: of the deployment, beside the stage. */
export async function deployedStage(context: Readonly<Record<string, string>> = {}): Promise<DeployedStage> {
  const localAws = await startLocalAws();
  await deploy({ environment: localAws.environment, stage: 'local', outputDirectory: localAws.directory, context });
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
