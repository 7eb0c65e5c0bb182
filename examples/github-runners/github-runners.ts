import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { CfnOutput, Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Autoscaler, WorkerGroup } from 'headcount/infra';

export interface GitHubRunnersProps {
  readonly autoscaler: Autoscaler;
  /** Where the runners are registered: `repos/OWNER/NAME` or `orgs/NAME`. */
  readonly scope: string;
  /** What workflows write after `runs-on`, in lower case. */
  readonly labels: readonly string[];
  /** One for each zone, with a route to the internet. */
  readonly subnets: readonly string[];
  readonly max: number;
  /** How many runners are on-demand; all others are spot. */
  readonly onDemandBase: number;
}

const GROUP = 'github-runners';
/** Headcount may pass this role to workers: `--context passRoles=arn:aws:iam::<account>:role/github-runner`. */
const ROLE = 'github-runner';
const TOKEN_PARAMETER = '/github-runners/token';
const SECRET_PARAMETER = '/github-runners/webhook-secret';

/** GitHub calls the webhook for each job; a message waits in the queue; a worker takes it, runs the job and shuts itself down. */
export class GitHubRunners extends Construct {
  constructor(scope: Construct, id: string, props: GitHubRunnersProps) {
    super(scope, id);
    const queue = new sqs.Queue(this, 'Queue', {
      visibilityTimeout: Duration.minutes(5),
      // GitHub cancels a job that has waited for a day.
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: new sqs.Queue(this, 'DeadLetters'), maxReceiveCount: 3 },
      enforceSSL: true,
    });
    const labels = ['self-hosted', ...props.labels].join(',');
    this.addWebhook(queue, labels);
    const template = this.launchTemplate(queue, labels, props.scope);

    new WorkerGroup(this, 'Workers', {
      autoscaler: props.autoscaler,
      policy: {
        group: GROUP,
        provider: {
          kind: 'ec2',
          launchTemplate: { id: template.launchTemplateId ?? '', version: template.latestVersionNumber },
          instanceTypes: ['c7g.large', 'm7g.large', 'c6g.large', 'm6g.large'],
          subnets: [...props.subnets],
          ephemeral: true,
          spot: { percent: 100, onDemandBase: props.onDemandBase, fallback: 'on-demand' },
        },
        capacity: { min: 0, max: props.max },
        metrics: { jobs: { sqs: { queue: queue.queueName, count: 'all' } } },
        rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }],
        behavior: { out: { cooldown: 0, limits: [] }, in: { select: 'disabled' } },
      },
    });
  }

  private addWebhook(queue: sqs.Queue, labels: string): void {
    const webhook = new NodejsFunction(this, 'Webhook', {
      entry: join(import.meta.dirname, 'webhook.ts'),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      bundling: { format: OutputFormat.ESM },
      memorySize: 256,
      timeout: Duration.seconds(10),
      environment: {
        QUEUE_URL: queue.queueUrl,
        RUNNER_LABELS: labels,
        SECRET_PARAMETER,
      },
      paramsAndSecrets: lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103),
    });
    queue.grantSendMessages(webhook);
    this.parameter('Secret', SECRET_PARAMETER).grantRead(webhook);
    // GitHub has no credentials of the account: the signature of each request is what protects the URL.
    const { url } = webhook.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    new CfnOutput(this, 'WebhookUrl', { value: url });
  }

  private launchTemplate(queue: sqs.Queue, labels: string, scope: string): ec2.LaunchTemplate {
    const role = new iam.Role(this, 'Role', {
      roleName: ROLE,
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    });
    queue.grantConsumeMessages(role);
    this.parameter('Token', TOKEN_PARAMETER).grantRead(role);
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['ec2:CreateTags'],
        resources: ['arn:aws:ec2:*:*:instance/*'],
        conditions: {
          // A worker may change only itself.
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
          StringEquals: { 'aws:ARN': '${ec2:SourceInstanceARN}' },
          Null: { 'aws:TagKeys': 'false' },
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['headcount:busy'] },
        },
      }),
    );

    const userData = ec2.UserData.forLinux();
    const settings = { GITHUB_SCOPE: scope, RUNNER_LABELS: labels, TOKEN_PARAMETER, IDLE_SECONDS: '600' };
    userData.addCommands(
      `QUEUE_URL='${queue.queueUrl}'`,
      ...Object.entries(settings).map(([name, value]) => `${name}='${value}'`),
      readFileSync(join(import.meta.dirname, 'user-data.sh'), 'utf8'),
    );
    return new ec2.LaunchTemplate(this, 'Template', {
      machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
      role,
      userData,
      // A worker that shuts down is terminated. By default it would stop, and its disk would still cost money.
      instanceInitiatedShutdownBehavior: ec2.InstanceInitiatedShutdownBehavior.TERMINATE,
      requireImdsv2: true,
      httpPutResponseHopLimit: 1,
      blockDevices: [{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(30, { encrypted: true }) }],
    });
  }

  private parameter(id: string, parameterName: string) {
    return ssm.StringParameter.fromSecureStringParameterAttributes(this, id, { parameterName });
  }
}
