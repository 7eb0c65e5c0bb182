import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateVersionsCommand,
  EC2Client,
  type Instance,
  paginateDescribeInstances,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serviceEndpoint } from '../../../../shared/aws/query/endpoint.ts';
import { ec2Workers } from '../../../../shared/providers/ec2/api/workers.ts';
import { EC2 } from '../../../../shared/providers/instances/call.ts';
import { lightDescribe } from '../../../../shared/providers/instances/describe.ts';
import type { SeenInstance } from '../../../../shared/providers/instances/seen-instance.ts';
import { lightTemplates } from '../../../../shared/providers/instances/templates.ts';
import { freshGroup } from '../../../contracts/examples.ts';
import { localAws } from '../local-aws.ts';

const aws = localAws({ ec2: { lifetimes: { invisibleFor: 0, pendingFor: 0 } } });
const world = () => {
  const { ec2 } = aws.local();
  if (!ec2) throw new Error('these tests need the stand-in');
  return ec2;
};

describe('the light listing', () => {
  let client: EC2Client;
  beforeAll(() => {
    client = new EC2Client({});
    return () => client.destroy();
  });
  afterEach(() => world().faults.clear());
  const look = (group: string) =>
    lightDescribe(aws.clients().cloudwatch.config)([{ name: 'tag:headcount:group', values: [group] }]);

  async function run(count: number, tags: Record<string, string>, spot = false): Promise<string[]> {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { Instances = [] } = await client.send(
      new RunInstancesCommand({
        MinCount: count,
        MaxCount: count,
        ImageId: 'ami-12345678',
        InstanceType: 'm7g.large',
        SubnetId: 'subnet-00000002',
        TagSpecifications: [{ ResourceType: 'instance', Tags }],
        ...(spot && { InstanceMarketOptions: { MarketType: 'spot' } }),
      }),
    );
    return Instances.map(({ InstanceId = '' }) => InstanceId);
  }

  it('returns the same as the EC2 client', async () => {
    const group = freshGroup();
    await run(1, { 'headcount:group': group, Name: `<a & "b"> 'ü' 日本 ${group}`, empty: '' });
    await run(2, { 'headcount:group': group }, true);
    const filters = [{ Name: 'tag:headcount:group', Values: [group] }];
    const byClient: SeenInstance[] = [];
    for await (const { Reservations = [] } of paginateDescribeInstances({ client }, { Filters: filters })) {
      byClient.push(...Reservations.flatMap(({ Instances = [] }) => Instances).map(seenByClient));
    }
    const byLight = await look(group);
    expect(byLight).toHaveLength(3);
    expect(byLight).toEqual(byClient);
    expect(byLight.filter(({ lifecycle }) => lifecycle === 'spot')).toHaveLength(2);
  });

  it('reads launch templates by name and by id, leaves out missing ones, and their versions', async () => {
    const name = `template-${freshGroup()}`;
    const data = { ImageId: 'ami-12345678', InstanceType: 'm7g.large' as const };
    const created = await client.send(
      new CreateLaunchTemplateCommand({ LaunchTemplateName: name, LaunchTemplateData: data }),
    );
    const id = created.LaunchTemplate?.LaunchTemplateId ?? '';
    for (const ImageId of ['ami-23456789', 'ami-34567890'])
      await client.send(
        new CreateLaunchTemplateVersionCommand({ LaunchTemplateId: id, LaunchTemplateData: { ...data, ImageId } }),
      );
    await client.send(new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: ['2'] }));
    const templates = lightTemplates(aws.clients().cloudwatch.config);
    const found = { id, name, byDefault: 1, latest: 3 };
    expect(await templates.find([{ name }, { name: 'no-such-template' }])).toEqual([found]);
    expect(await templates.find([{ id }, { id: 'lt-00000000000000000' }])).toEqual([found]);
    expect(await templates.version({ name }, '$Latest')).toEqual({ template: id, number: 3, image: 'ami-34567890' });
    expect(await templates.version({ id }, '1')).toEqual({ template: id, number: 1, image: 'ami-12345678' });
    expect(await templates.version({ id }, '2')).toBeNull();
    expect(await templates.version({ name: 'no-such-template' }, '1')).toBeNull();
  });

  it('reads every page', async () => {
    const group = freshGroup();
    const ids = await run(2100, { 'headcount:group': group });
    const before = world().calls.get('DescribeInstances') ?? 0;
    expect((await look(group)).map(({ id }) => id).sort()).toEqual(ids.sort());
    expect((world().calls.get('DescribeInstances') ?? 0) - before).toBe(3);
  });

  it('makes one call for 195 groups, which with stage and states are 200 values, and two for 196', async () => {
    const workers = ec2Workers(lightDescribe(aws.clients().cloudwatch.config), 'test');
    const before = world().calls.get('DescribeInstances') ?? 0;
    await workers.list(Array.from({ length: 195 }, freshGroup));
    expect((world().calls.get('DescribeInstances') ?? 0) - before).toBe(1);
    await workers.list(Array.from({ length: 196 }, freshGroup));
    expect((world().calls.get('DescribeInstances') ?? 0) - before).toBe(3);
  });

  it.each([
    ['is throttled', { kind: 'throttle' }],
    ['meets a fault of the service', { kind: 'error', code: 'InternalError', status: 500 }],
    ['is cut off', { kind: 'reset', when: 'before' }],
  ] as const)('retries when it %s', async (_, fault) => {
    const group = freshGroup();
    const ids = await run(1, { 'headcount:group': group });
    world().faults.add({ action: 'DescribeInstances', count: 2, ...fault });
    expect((await look(group)).map(({ id }) => id)).toEqual(ids);
  });

  it("throws EC2's error after the last attempt", async () => {
    world().faults.add({
      action: 'DescribeInstances',
      count: 1,
      kind: 'error',
      code: 'UnauthorizedOperation',
      status: 403,
    });
    const failed = await look('ci').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    expect(failed).toMatchObject({ cause: { name: 'UnauthorizedOperation', $metadata: { httpStatusCode: 403 } } });
    expect((failed as Error).message).toMatch(/DescribeInstances failed/);
  });
});

describe('the endpoint of EC2', () => {
  it('is the one configured for EC2, else for all services, else that of the region', () => {
    const all = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
    const own = { ...all, AWS_ENDPOINT_URL_EC2: 'http://127.0.0.1:5000' };
    expect(serviceEndpoint(EC2, 'eu-west-1', own).origin).toBe('http://127.0.0.1:5000');
    expect(serviceEndpoint(EC2, 'eu-west-1', all).origin).toBe('http://127.0.0.1:4566');
    expect(serviceEndpoint(EC2, 'eu-west-1', {}).origin).toBe('https://ec2.eu-west-1.amazonaws.com');
    expect(serviceEndpoint(EC2, 'cn-north-1', {}).origin).toBe('https://ec2.cn-north-1.amazonaws.com.cn');
    const ignored = { ...own, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    expect(serviceEndpoint(EC2, 'eu-west-1', ignored).origin).toBe('https://ec2.eu-west-1.amazonaws.com');
  });
});

const seenByClient = (instance: Instance): SeenInstance => ({
  id: instance.InstanceId ?? '',
  state: instance.State?.Name ?? '',
  stateReason: instance.StateReason
    ? { code: instance.StateReason.Code ?? '', message: instance.StateReason.Message ?? '' }
    : null,
  instanceType: instance.InstanceType ?? '',
  zone: instance.Placement?.AvailabilityZone ?? '',
  subnet: instance.SubnetId ?? '',
  launchedAt: instance.LaunchTime?.getTime() ?? Number.NaN,
  lifecycle: instance.InstanceLifecycle ?? '',
  image: instance.ImageId ?? '',
  reservation: instance.CapacityReservationId ?? '',
  tags: Object.fromEntries((instance.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
});
