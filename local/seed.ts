import { CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';

/** What the first policy of the README names; the subnets are those every account's default network has. */
export const SEEDED = { launchTemplate: 'ci-runner', queue: 'jobs' } as const;

/** Puts into a local AWS what a first policy needs: a launch template and a queue. What is there already stays. */
export async function seed(environment: Readonly<Record<string, string>>): Promise<void> {
  const config = {
    endpoint: environment['AWS_ENDPOINT_URL'] ?? '',
    region: environment['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  };
  await new SQSClient(config).send(new CreateQueueCommand({ QueueName: SEEDED.queue }));
  const template = new CreateLaunchTemplateCommand({
    LaunchTemplateName: SEEDED.launchTemplate,
    LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0', InstanceType: 'c7g.large' },
  });
  await new EC2Client(config).send(template).catch((error: Error) => {
    if (error.name !== 'InvalidLaunchTemplateName.AlreadyExistsException') throw error;
  });
}
