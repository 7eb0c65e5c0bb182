import { CreateFleetCommand, CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Clients } from '../../../shared/aws/clients.ts';
import { sdkConnections } from '../../../shared/aws/sdk-connections.ts';
import { TAG } from '../../../shared/names/index.ts';
import { providerAdapters } from '../../../shared/providers/adapters.ts';
import { autoScalingCall } from '../../../shared/providers/auto-scaling-group/api/index.ts';
import { ecsCall } from '../../../shared/providers/ecs-service/api/call.ts';
import { moduleFor, provider } from '../../../shared/providers/index.ts';
import { MemoryBudget } from '../../fakes/table/memory-budget.ts';
import { freshGroup } from '../examples.ts';
import type { ProviderSubject } from '../providers/provider.contract.ts';
import { newLaunchTemplate, STAGE } from './ec2.ts';

export interface ProvidersOnAws {
  readonly clients: Clients;
  readonly subnets: readonly string[];
  readonly now: () => number;
  settle(): Promise<void>;
}

export async function ec2OnAws(
  aws: ProvidersOnAws,
  change: Readonly<Record<string, unknown>> = {},
): Promise<ProviderSubject> {
  const launchTemplate = { name: await newLaunchTemplate(new EC2Client({})) };
  const written = { kind: 'ec2', launchTemplate, instanceTypes: ['m7g.large'], subnets: aws.subnets, ...change };
  return subject(aws, written, freshGroup());
}

/** A group of up to six instances, with the tags that bind it to the stage. */
export async function autoScalingGroupOnAws(aws: ProvidersOnAws): Promise<ProviderSubject> {
  const group = freshGroup();
  await autoScalingCall(aws.clients.cloudwatch.config)('CreateAutoScalingGroup', {
    ...{ AutoScalingGroupName: group, 'LaunchTemplate.LaunchTemplateName': await newLaunchTemplate(new EC2Client({})) },
    ...{ MinSize: '0', MaxSize: '6', VPCZoneIdentifier: aws.subnets.join(',') },
    ...{ 'Tags.member.1.Key': TAG.group, 'Tags.member.1.Value': group, 'Tags.member.1.PropagateAtLaunch': 'false' },
    ...{ 'Tags.member.2.Key': TAG.stage, 'Tags.member.2.Value': STAGE, 'Tags.member.2.PropagateAtLaunch': 'false' },
  });
  return subject(aws, { kind: 'auto-scaling-group', name: group }, group);
}

/** A fleet with no instances yet, whose tags bind it to the stage; its template tags the instances. */
export async function ec2FleetOnAws(aws: ProvidersOnAws): Promise<ProviderSubject> {
  const group = freshGroup();
  const ec2 = new EC2Client({});
  const LaunchTemplateName = await newLaunchTemplate(ec2, { [TAG.stage]: STAGE });
  const tags = Object.entries({ [TAG.group]: group, [TAG.stage]: STAGE }).map(([Key, Value]) => ({ Key, Value }));
  const { FleetId: id = '' } = await ec2.send(
    new CreateFleetCommand({
      LaunchTemplateConfigs: [{ LaunchTemplateSpecification: { LaunchTemplateName, Version: '$Default' } }],
      TargetCapacitySpecification: { TotalTargetCapacity: 0, DefaultTargetCapacityType: 'spot' },
      TagSpecifications: [{ ResourceType: 'fleet', Tags: tags }],
    }),
  );
  await aws.settle();
  return subject(aws, { kind: 'ec2-fleet', id }, group);
}

/** A service with no tasks yet, whose tags bind it to the stage; its tasks get them too. */
export async function ecsServiceOnAws(aws: ProvidersOnAws): Promise<ProviderSubject> {
  const group = freshGroup();
  const call = ecsCall(aws.clients.cloudwatch.config);
  const tags = Object.entries({ [TAG.group]: group, [TAG.stage]: STAGE }).map(([key, value]) => ({ key, value }));
  await call('CreateService', {
    ...{ cluster: 'main', serviceName: group, taskDefinition: 'worker:1', desiredCount: 0 },
    ...{ propagateTags: 'SERVICE', tags },
  });
  const made = subject(aws, { kind: 'ecs-service', cluster: 'main', service: group }, group);
  return {
    ...made,
    async report(id, what, on) {
      const { tasks } = await call('DescribeTasks', { cluster: 'main', tasks: [id.split('/')[1]] });
      const [{ taskArn } = { taskArn: '' }] = tasks as { taskArn: string }[];
      if (what === 'protected') {
        await call('UpdateTaskProtection', { cluster: 'main', tasks: [taskArn], protectionEnabled: on });
      } else await call('TagResource', { resourceArn: taskArn, tags: [{ key: TAG[what], value: String(on) }] });
    },
  };
}

function subject(
  { clients, now, settle }: ProvidersOnAws,
  written: Readonly<Record<string, unknown>>,
  group: string,
): ProviderSubject {
  const connections = sdkConnections(clients);
  const context = { connections, budget: new MemoryBudget(), stage: STAGE, clock: now, warn: () => {} };
  const config = provider.parse(written);
  return {
    ...{ module: moduleFor(config), config, adapter: providerAdapters(context).of(config.kind), group, now, settle },
    async report(id, what, on) {
      const Tags = [{ Key: TAG[what], Value: String(on) }];
      await new EC2Client({}).send(new CreateTagsCommand({ Resources: [id], Tags }));
    },
  };
}
