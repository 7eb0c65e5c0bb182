import { CreateLaunchTemplateCommand, CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { TAG } from '../../../shared/names/index.ts';
import { providerAdapters } from '../../../shared/providers/adapters.ts';
import { autoScalingCall } from '../../../shared/providers/auto-scaling-group/api/index.ts';
import { moduleFor, provider } from '../../../shared/providers/index.ts';
import { freshGroup } from '../../contracts/examples.ts';
import { describeProviderContract } from '../../contracts/provider.contract.ts';
import { MemoryBudget } from '../../fakes/memory-budget.ts';
import { localAws } from './local-aws.ts';

const MINUTE = 60_000;
const STAGE = 'test';
const SUBNETS = ['subnet-00000001', 'subnet-00000002'];

let skipped = 0;
const clock = () => Date.now() + skipped;
const aws = localAws({ ec2: { now: clock } });

async function subject(written: Readonly<Record<string, unknown>>, group: string) {
  const client = new EC2Client({});
  const context = { clients: aws.clients(), budget: new MemoryBudget(), stage: STAGE, clock, warn: () => {} };
  const config = provider.parse(written);
  return {
    ...{ module: moduleFor(config), config, adapter: providerAdapters(context).of(config.kind), group, now: clock },
    // What is ordered comes a call after it is due.
    async settle() {
      skipped += MINUTE;
      for (let times = 0; times < 2; times++) aws.local().autoScaling?.groups();
      skipped += MINUTE;
    },
    async report(id: string, what: 'busy' | 'protected', on: boolean) {
      const Tags = [{ Key: TAG[what], Value: String(on) }];
      await client.send(new CreateTagsCommand({ Resources: [id], Tags }));
    },
  };
}

const template = async (): Promise<string> => {
  const LaunchTemplateName = freshGroup();
  const LaunchTemplateData = { ImageId: 'ami-12345678', InstanceType: 'm7g.large' as const };
  await new EC2Client({}).send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
  return LaunchTemplateName;
};

describeProviderContract('ec2, on AWS', async () =>
  subject(
    {
      ...{ kind: 'ec2', launchTemplate: { name: await template() }, instanceTypes: ['m7g.large'] },
      subnets: SUBNETS,
    },
    freshGroup(),
  ),
);

describeProviderContract('auto-scaling-group, on AWS', async () => {
  const group = freshGroup();
  await autoScalingCall(aws.clients().cloudwatch.config)('CreateAutoScalingGroup', {
    ...{ AutoScalingGroupName: group, 'LaunchTemplate.LaunchTemplateName': await template() },
    ...{ MinSize: '0', MaxSize: '6', VPCZoneIdentifier: SUBNETS.join(',') },
    ...{ 'Tags.member.1.Key': TAG.group, 'Tags.member.1.Value': group, 'Tags.member.1.PropagateAtLaunch': 'false' },
    ...{ 'Tags.member.2.Key': TAG.stage, 'Tags.member.2.Value': STAGE, 'Tags.member.2.PropagateAtLaunch': 'false' },
  });
  return subject({ kind: 'auto-scaling-group', name: group }, group);
});
