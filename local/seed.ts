import { CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { autoScalingCall } from '../shared/providers/auto-scaling-group/api/index.ts';

/** The resources that the README's first policy names, and an Auto Scaling group to adopt. */
export const SEEDED = { launchTemplate: 'ci-runner', queue: 'jobs', autoScalingGroup: 'web' } as const;

type Environment = Readonly<Record<string, string>>;

/**
 * Creates the resources for a first policy in a local AWS: a launch template, a queue, and an Auto Scaling group with a
 * scaling policy. Keeps resources that exist.
 */
export async function seed(environment: Environment): Promise<void> {
  await new SQSClient(clientConfig(environment)).send(new CreateQueueCommand({ QueueName: SEEDED.queue }));
  await createServiceRole('ec2fleet.amazonaws.com', environment);
  await createServiceRole('autoscaling.amazonaws.com', environment);
  await seedInstances(environment);
}

/** The service-linked role of an AWS service, as in an account that has used the service before. */
async function createServiceRole(service: string, environment: Environment): Promise<void> {
  const credential = `${environment['AWS_ACCESS_KEY_ID']}/20261121/${environment['AWS_REGION']}/iam/aws4_request`;
  const Action = 'CreateServiceLinkedRole';
  const response = await fetch(environment['AWS_ENDPOINT_URL'] ?? '', {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${credential}` },
    body: new URLSearchParams({ Action, Version: '2010-05-08', AWSServiceName: service }),
  });
  const answer = await response.text();
  // It exists already.
  if (!response.ok && !answer.includes('InvalidInput')) throw new Error(`${Action}: ${answer}`);
}

/** Creates the launch template and the Auto Scaling group that uses it. */
export async function seedInstances(environment: Environment): Promise<void> {
  const client = new EC2Client(clientConfig(environment));
  const template = new CreateLaunchTemplateCommand({
    LaunchTemplateName: SEEDED.launchTemplate,
    LaunchTemplateData: {
      ImageId: 'ami-0123456789abcdef0',
      InstanceType: 'c7g.large',
      InstanceInitiatedShutdownBehavior: 'terminate',
    },
  });
  await client.send(template).catch((error: Error) => {
    if (error.name !== 'InvalidLaunchTemplateName.AlreadyExistsException') throw error;
  });
  const call = autoScalingCall(client.config, environment);
  const group = { AutoScalingGroupName: SEEDED.autoScalingGroup };
  try {
    await call('CreateAutoScalingGroup', {
      ...group,
      'LaunchTemplate.LaunchTemplateName': SEEDED.launchTemplate,
      'LaunchTemplate.Version': '$Default',
      MinSize: '1',
      MaxSize: '8',
      DesiredCapacity: '2',
      VPCZoneIdentifier: 'subnet-00000001,subnet-00000002',
      DefaultInstanceWarmup: '60',
    });
  } catch (error) {
    if (((error as Error).cause as Error | undefined)?.name === 'AlreadyExists') return;
    throw error;
  }
  const tracking = 'TargetTrackingConfiguration';
  await call('PutScalingPolicy', {
    ...group,
    PolicyName: 'cpu',
    PolicyType: 'TargetTrackingScaling',
    [`${tracking}.TargetValue`]: '60',
    [`${tracking}.PredefinedMetricSpecification.PredefinedMetricType`]: 'ASGAverageCPUUtilization',
  });
}

const clientConfig = (environment: Environment) => ({
  endpoint: environment['AWS_ENDPOINT_URL'] ?? '',
  region: environment['AWS_REGION'] ?? '',
  credentials: {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
  },
});
