import {
  CreateFleetCommand,
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  GetInstanceTypesFromInstanceRequirementsCommand,
  type InstanceRequirementsRequest,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { fleet, idsOf, refusal, SUBNET, served, withTemplate } from './served.ts';

const SMALL: InstanceRequirementsRequest = {
  ...{ VCpuCount: { Min: 2, Max: 2 }, MemoryMiB: { Min: 4096, Max: 8192 } },
  ...{ CpuManufacturers: ['amazon-web-services'], InstanceGenerations: ['current'], AcceleratorCount: { Max: 0 } },
};

async function matching(change: Partial<InstanceRequirementsRequest> = {}, architectures = ['arm64'] as 'arm64'[]) {
  const { client } = await served();
  const { InstanceTypes = [] } = await client.send(
    new GetInstanceTypesFromInstanceRequirementsCommand({
      ...{ ArchitectureTypes: architectures, VirtualizationTypes: ['hvm'] },
      InstanceRequirements: { ...SMALL, ...change },
    }),
  );
  return InstanceTypes.map(({ InstanceType = '' }) => InstanceType);
}

describe('the types that match', () => {
  test('have the vCPUs, the memory, the manufacturer and the architecture', async () => {
    const types = await matching();
    expect(types).toEqual(expect.arrayContaining(['c7g.large', 'm7g.large', 'c8g.large']));
    for (const other of ['r7g.large', 'm7g.xlarge', 'm7i.large', 't4g.large', 'g5g.xlarge']) {
      expect(types).not.toContain(other);
    }
  });

  test('leave out what is excluded, with wildcards', async () => {
    const types = await matching({ ExcludedInstanceTypes: ['c*', 'm7g.large'] });
    expect(types).toContain('m8g.large');
    expect(types.filter((type) => type.startsWith('c') || type === 'm7g.large')).toEqual([]);
  });

  test('are burstable or previous only if asked for', async () => {
    expect(await matching({ BurstablePerformance: 'required' })).toEqual(['t4g.large', 't4g.medium']);
    const x86 = { CpuManufacturers: [], InstanceGenerations: [] } satisfies Partial<InstanceRequirementsRequest>;
    expect(await matching(x86, ['x86_64' as never])).toContain('c4.large');
  });

  test('are none for a manufacturer of another architecture', async () => {
    expect(await matching({ CpuManufacturers: ['intel'] })).toEqual([]);
  });
});

test.each<[string, Partial<InstanceRequirementsRequest>, string]>([
  ['no minimum', { VCpuCount: { Min: undefined, Max: 2 } }, 'MissingParameter'],
  ['a minimum above the maximum', { VCpuCount: { Min: 4, Max: 2 } }, 'InvalidParameterValue'],
  ['both lists', { ExcludedInstanceTypes: ['c*'], AllowedInstanceTypes: ['m*'] }, 'InvalidParameterCombination'],
  ['an attribute that is not known here', { RequireHibernateSupport: true }, 'UnknownParameter'],
])('%s is refused', async (_, change, code) => {
  expect(await refusal(matching(change))).toBe(code);
});

const byRequirements = (
  requirements: Partial<InstanceRequirementsRequest>,
  subnets: readonly string[] = [SUBNET.a, SUBNET.b],
) => {
  const { input } = fleet({ onDemand: 2 });
  const [config] = input.LaunchTemplateConfigs ?? [];
  const Overrides = subnets.map((SubnetId) => ({ SubnetId, InstanceRequirements: { ...SMALL, ...requirements } }));
  return new CreateFleetCommand({ ...input, LaunchTemplateConfigs: [{ ...config, Overrides }] });
};

describe('a fleet by requirements', () => {
  test('launches a matching type, and the next one if it is short', async () => {
    const { client, localEc2 } = await served();
    await withTemplate(client);
    const requirements = { ExcludedInstanceTypes: ['*8*', '*9*', '*gd*', '*gn*', '*6*', 'a1.*'] };
    localEc2.shortages.add({ instanceType: 'c7g.large' });
    const answer = await client.send(byRequirements(requirements, [SUBNET.a]));
    expect(idsOf(answer)).toHaveLength(2);
    expect(answer.Instances?.[0]).toMatchObject({ InstanceType: 'm7g.large', Lifecycle: 'on-demand' });
    const { Overrides } = answer.Errors?.[0]?.LaunchTemplateAndOverrides ?? {};
    expect(Overrides).toMatchObject({ SubnetId: SUBNET.a, InstanceRequirements: { VCpuCount: { Min: 2, Max: 2 } } });
    expect(Overrides?.InstanceType).toBeUndefined();
  });

  test('launches only what can run the image', async () => {
    const { client, localEc2 } = await served();
    await withTemplate(client);
    localEc2.addImage({ id: 'ami-12345678', architecture: 'x86_64' });
    const { Instances: [launched] = [] } = await client.send(byRequirements({ CpuManufacturers: ['intel', 'amd'] }));
    expect(launched?.InstanceType).toMatch(/^[a-z]+\d[ai]?/);
    expect(await refusal(client.send(byRequirements({})))).toBe('InvalidFleetConfig');
  });

  test('has a type or requirements, at most four, and no priorities', async () => {
    const { client } = await served();
    await withTemplate(client);
    const { input } = byRequirements({});
    const [config] = input.LaunchTemplateConfigs ?? [];
    const [override] = config?.Overrides ?? [];
    const both = { ...config, Overrides: [{ ...override, InstanceType: 'm7g.large' as const }] };
    const send = (change: object) => refusal(client.send(new CreateFleetCommand({ ...input, ...change })));
    expect(await send({ LaunchTemplateConfigs: [both] })).toBe('InvalidParameterCombination');
    expect(await send({ OnDemandOptions: { AllocationStrategy: 'prioritized' } })).toBe('InvalidFleetConfig');
    const five = [SUBNET.a, SUBNET.b, SUBNET.c, 'subnet-00000004', 'subnet-00000005'];
    expect(await refusal(client.send(byRequirements({}, five)))).toBe('InvalidParameterValue');
  });
});

test('a type shows its memory and architecture', async () => {
  const { client } = await served();
  const { InstanceTypes } = await client.send(new DescribeInstanceTypesCommand({ InstanceTypes: ['r7g.xlarge'] }));
  expect(InstanceTypes).toMatchObject([
    {
      MemoryInfo: { SizeInMiB: 32_768 },
      ProcessorInfo: { SupportedArchitectures: ['arm64'] },
      CurrentGeneration: true,
    },
  ]);
});

test('an image that is known is described, and runs on types of its architecture only', async () => {
  const { client, localEc2 } = await served();
  localEc2.addImage({ id: 'ami-0a0a0a0a', architecture: 'arm64' });
  const { Images } = await client.send(
    new DescribeImagesCommand({ Filters: [{ Name: 'image-id', Values: ['ami-0a0a0a0a'] }] }),
  );
  expect(Images).toMatchObject([{ ImageId: 'ami-0a0a0a0a', Architecture: 'arm64', VirtualizationType: 'hvm' }]);
  expect(await refusal(client.send(new DescribeImagesCommand({ ImageIds: ['ami-2'] })))).toBe('InvalidAMIID.NotFound');
  const run = (InstanceType: 'm7g.large' | 'm7i.large') =>
    refusal(client.send(new RunInstancesCommand({ ImageId: 'ami-0a0a0a0a', InstanceType, MinCount: 1, MaxCount: 1 })));
  expect([await run('m7g.large'), await run('m7i.large')]).toEqual([null, 'InvalidParameterValue']);
});
