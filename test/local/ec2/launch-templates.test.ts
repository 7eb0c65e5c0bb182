import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  type CreateLaunchTemplateVersionCommandInput,
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  ModifyLaunchTemplateCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { fleet, refusal, SUBNET, served, withTemplate } from './served.ts';

test('a template is found by name and id, its name cannot be used again, and an unknown one is an error', async () => {
  const { client } = await served();
  await withTemplate(client);
  const find = (names: string[]) => client.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: names }));
  const { LaunchTemplates } = await find(['worker']);
  expect(LaunchTemplates).toMatchObject([
    { LaunchTemplateName: 'worker', DefaultVersionNumber: 1, LatestVersionNumber: 1 },
  ]);
  expect(await refusal(withTemplate(client))).toBe('InvalidLaunchTemplateName.AlreadyExistsException');
  expect(await refusal(find(['nobody']))).toBe('InvalidLaunchTemplateName.NotFoundException');
  const bad = new CreateLaunchTemplateCommand({ LaunchTemplateName: 'a b', LaunchTemplateData: {} });
  expect(await refusal(client.send(bad))).toBe('InvalidLaunchTemplateName.MalformedException');
});

test('a new version is the latest one, and the default version changes only on request', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  const LaunchTemplateName = 'worker';
  await client.send(
    new CreateLaunchTemplateVersionCommand({
      LaunchTemplateName,
      LaunchTemplateData: { ImageId: 'ami-12345678', InstanceType: 'c7g.large', UserData: 'aGVsbG8=' },
    }),
  );
  const launch = (Version: string) =>
    client.send(
      fleet({
        onDemand: 1,
        change: { LaunchTemplateConfigs: [{ LaunchTemplateSpecification: { LaunchTemplateName, Version } }] },
      }),
    );
  await launch('$Default');
  await launch('$Latest');
  await client.send(new ModifyLaunchTemplateCommand({ LaunchTemplateName, DefaultVersion: '2' }));
  await launch('$Default');
  expect(localEc2.everything().map(({ instanceType }) => instanceType)).toEqual([
    'm7g.large',
    'c7g.large',
    'c7g.large',
  ]);
  const { LaunchTemplateVersions } = await client.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName }),
  );
  expect(
    LaunchTemplateVersions?.map((one) => [one.VersionNumber, one.DefaultVersion, one.LaunchTemplateData?.InstanceType]),
  ).toEqual([
    [2, true, 'c7g.large'],
    [1, false, 'm7g.large'],
  ]);
});

test('a new version has the data of the source version, except for what is written', async () => {
  const { client } = await served();
  await withTemplate(client);
  const create = (change: Partial<CreateLaunchTemplateVersionCommandInput>) =>
    client.send(
      new CreateLaunchTemplateVersionCommand({
        ...{ LaunchTemplateName: 'worker', SourceVersion: '$Default' },
        LaunchTemplateData: { ImageId: 'ami-12345678', DisableApiTermination: true },
        ...change,
      }),
    );
  const { LaunchTemplateVersion: version } = await create({});
  expect(version?.LaunchTemplateData).toMatchObject({ ImageId: 'ami-12345678', InstanceType: 'm7g.large' });
  const { LaunchTemplateVersion: next } = await create({
    ...{ SourceVersion: '2', LaunchTemplateData: { DisableApiTermination: false } },
  });
  expect(next?.LaunchTemplateData).toMatchObject({ ImageId: 'ami-12345678', DisableApiTermination: false });
  expect(await refusal(create({ SourceVersion: '9' }))).toBe('InvalidLaunchTemplateId.VersionNotFound');
});

test.each([{ Name: 'worker' }, { Arn: 'arn:aws:iam::000000000000:instance-profile/worker' }])(
  'a version shows its instance profile, $Name$Arn, which a preflight reads',
  async (IamInstanceProfile) => {
    const { client } = await served();
    await withTemplate(client, { change: { IamInstanceProfile } });
    const described = await client.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: 'worker' }));
    expect(described.LaunchTemplateVersions?.map((one) => one.LaunchTemplateData?.IamInstanceProfile)).toEqual([
      IamInstanceProfile,
    ]);
  },
);

test('a deleted template cannot launch', async () => {
  const { client } = await served();
  await withTemplate(client);
  await client.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: 'worker' }));
  expect(await refusal(client.send(fleet({ onDemand: 1 })))).toBe('InvalidLaunchTemplateName.NotFoundException');
});

test('RunInstances launches at least MinCount instances, or none', async () => {
  const { client, localEc2 } = await served();
  await withTemplate(client);
  const run = (MinCount: number, MaxCount: number) =>
    client.send(
      new RunInstancesCommand({
        MinCount,
        MaxCount,
        SubnetId: SUBNET.b,
        LaunchTemplate: { LaunchTemplateName: 'worker' },
        InstanceMarketOptions: { MarketType: 'spot' },
      }),
    );
  localEc2.shortages.add({ subnetId: SUBNET.b, remaining: 2 });
  expect(await refusal(run(3, 4))).toBe('InsufficientInstanceCapacity');
  expect(localEc2.everything()).toEqual([]);
  localEc2.shortages.clear();
  localEc2.shortages.add({ subnetId: SUBNET.b, remaining: 2 });
  const { Instances } = await run(1, 4);
  expect(Instances).toMatchObject([
    { InstanceLifecycle: 'spot', SubnetId: SUBNET.b },
    { InstanceLifecycle: 'spot', SubnetId: SUBNET.b },
  ]);
});
