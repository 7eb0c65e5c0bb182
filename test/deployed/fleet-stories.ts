import { CreateFleetCommand, CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { TAG } from '../../shared/names/names.ts';
import { headcount } from '../cli/headcount.ts';
import { STAGE } from '../integration/deployed-stack.ts';
import type { deployedGroups } from './stage.ts';

/** Of no other group, which would lack it too. */
const TYPE = 'm7gd.large' as const;

/** An EC2 Fleet that somebody has, taken over by the deployed stage. */
export function fleetStories({ stack, groupOf }: ReturnType<typeof deployedGroups>): void {
  test('an EC2 Fleet is adopted, and follows its queue out and in', async () => {
    const ec2 = new EC2Client({});
    const tags = (...keys: (keyof typeof TAG)[]) =>
      keys.map((key) => ({ Key: TAG[key], Value: key === 'stage' ? STAGE : 'fleet' }));
    const LaunchTemplateName = 'of-a-fleet';
    const LaunchTemplateData = {
      ...{ ImageId: 'ami-0123456789abcdef0', InstanceType: TYPE },
      TagSpecifications: [{ ResourceType: 'instance' as const, Tags: tags('stage') }],
    };
    await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
    const { FleetId: id = '' } = await ec2.send(
      new CreateFleetCommand({
        ...{ Type: 'maintain', ExcessCapacityTerminationPolicy: 'no-termination' },
        TagSpecifications: [{ ResourceType: 'fleet', Tags: tags('stage', 'group') }],
        LaunchTemplateConfigs: [
          {
            LaunchTemplateSpecification: { LaunchTemplateName, Version: '$Latest' },
            Overrides: stack.subnets().map((SubnetId) => ({ SubnetId })),
          },
        ],
        TargetCapacitySpecification: {
          ...{ TotalTargetCapacity: 4, OnDemandTargetCapacity: 1, SpotTargetCapacity: 3 },
          DefaultTargetCapacityType: 'spot',
        },
      }),
    );
    ec2.destroy();
    const fleet = () =>
      stack
        .ec2()
        .fleets()
        .find((each) => each.id === id);
    const living = () =>
      stack
        .ec2()
        .everything()
        .filter((each) => fleet()?.members.has(each.id) && each.endedAt === null);
    const markets = () =>
      living()
        .map(({ market }) => market)
        .sort();
    await expect.poll(() => living().filter(({ state }) => state === 'running').length).toBe(4);

    const { code, out, err } = await headcount(['adopt', 'fleet', '--ec2-fleet', id], {
      environment: stack.environment(),
    });
    expect(code, err).toBe(0);
    const adopted = parse(out);
    expect(adopted).toMatchObject({ dryRun: true, provider: { kind: 'ec2-fleet', id, spot: { percent: 75 } } });
    const group = await groupOf('fleet', {
      ...{ jobs: 8, provider: adopted.provider },
      capacity: { min: 1, max: 8 },
    });
    await expect.poll(() => group.after(markets)).toEqual(['on-demand', 'on-demand', ...Array(6).fill('spot')]);
    await expect.poll(() => living().every(({ state }) => state === 'running')).toBe(true);

    const before = living().map((each) => each.id);
    await group.finish(4);
    await expect.poll(() => group.after(() => living().length)).toBe(4);
    // The fleet replaces none of those that were removed.
    await group.evaluated();
    expect(fleet()?.target).toEqual({
      'on-demand': markets().filter((each) => each === 'on-demand').length,
      spot: markets().filter((each) => each === 'spot').length,
    });
    expect(living().every((each) => before.includes(each.id))).toBe(true);

    // EC2 has no more of its type: the fleet says so in its history.
    stack.ec2().shortages.add({ instanceType: TYPE });
    await group.send(2);
    const shown = async () => (await headcount(['status', 'fleet'], { environment: stack.environment() })).out;
    await group.evaluated();
    await expect
      .poll(shown)
      .toMatch(/has 2 workers too few\. The last error in its history: InsufficientInstanceCapacity/);
    expect(stack.refused()).toEqual([]);
  });
}
