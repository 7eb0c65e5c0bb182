import {
  CreateFleetCommand,
  type CreateFleetCommandInput,
  CreateLaunchTemplateCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Reason } from '../../../../shared/model/index.ts';
import { sentence } from '../../../../shared/presentation/index.ts';
import { launchErrors } from '../../../../shared/providers/ec2/api/launching/refusals.ts';
import { ec2Resizer } from '../../../../shared/providers/ec2/api/resizer.ts';
import { ec2Workers } from '../../../../shared/providers/ec2/api/workers.ts';
import type { Ec2Launch } from '../../../../shared/providers/ec2/ports.ts';
import { lightDescribe } from '../../../../shared/providers/instances/describe.ts';
import type { DescribeInstances, SeenInstance } from '../../../../shared/providers/instances/seen-instance.ts';
import { workerOf } from '../../../../shared/providers/instances/seen-instance.ts';
import { ec2Launch, freshGroup, NOON } from '../../../contracts/examples.ts';
import { answering } from '../answering.ts';
import { localAws } from '../local-aws.ts';

const aws = localAws({ ec2: { lifetimes: { invisibleFor: 0 } } });
const fleetOf = (token: string, count: number) => ({
  InstanceIds: Array.from({ length: count }, (_, n) => `i-${token}-${n}`),
  ...{ InstanceType: 'm7g.large', Lifecycle: 'on-demand' },
});
const shortly = ({ ClientToken, TargetCapacitySpecification, LaunchTemplateConfigs = [] }: CreateFleetCommandInput) => [
  ...[ClientToken, TargetCapacitySpecification?.TotalTargetCapacity],
  LaunchTemplateConfigs[0]?.Overrides?.map(({ SubnetId }) => SubnetId),
];
const nothing: DescribeInstances = async () => [];
const faults = () => {
  const { ec2 } = aws.local();
  if (!ec2) throw new Error('these tests need the stand-in');
  return ec2.faults;
};

const seen = (tags: Record<string, string>, id = 'i-1'): SeenInstance => ({
  id,
  state: 'running',
  instanceType: 'm7g.large',
  zone: 'us-east-1a',
  launchedAt: NOON,
  lifecycle: '',
  tags: { 'headcount:group': 'ci', ...tags },
});

describe('the EC2 resizer', () => {
  let client: EC2Client;
  let describeInstances: DescribeInstances;
  beforeAll(async () => {
    const data = { ImageId: 'ami-12345678', InstanceType: 'm7g.large' as const };
    await new EC2Client({}).send(
      new CreateLaunchTemplateCommand({ LaunchTemplateName: 'worker', LaunchTemplateData: data }),
    );
  });
  beforeEach(() => {
    client = new EC2Client({ maxAttempts: 2 });
    describeInstances = lightDescribe(aws.clients().cloudwatch.config);
    return () => client.destroy();
  });
  afterEach(() => faults().clear());

  describe('launch', () => {
    it('requests an instant fleet over all pools, with tags and the token of the intent', async () => {
      const calls = answering(client, () => ({ Instances: [] }));
      const pools = [
        { instanceType: 'm7g.large', subnet: 'subnet-a' },
        { instanceType: 'c7g.large', subnet: 'subnet-b' },
      ];
      const intent = ec2Launch({ onDemand: 2, spot: 5, pools, launchTemplate: { id: 'lt-1', version: '3' } });
      await ec2Resizer(client, nothing, 'production').launch('ci', 'activity-1', intent);
      const expected: CreateFleetCommandInput = {
        Type: 'instant',
        ClientToken: intent.token,
        LaunchTemplateConfigs: [
          {
            LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', Version: '3' },
            Overrides: [
              { InstanceType: 'm7g.large', SubnetId: 'subnet-a' },
              { InstanceType: 'c7g.large', SubnetId: 'subnet-b' },
            ],
          },
        ],
        TargetCapacitySpecification: {
          TotalTargetCapacity: 7,
          OnDemandTargetCapacity: 2,
          SpotTargetCapacity: 5,
          DefaultTargetCapacityType: 'on-demand',
        },
        SpotOptions: { AllocationStrategy: 'price-capacity-optimized' },
        OnDemandOptions: { AllocationStrategy: 'lowest-price' },
        TagSpecifications: [
          {
            ResourceType: 'instance',
            Tags: [
              { Key: 'Name', Value: 'ci' },
              { Key: 'headcount:group', Value: 'ci' },
              { Key: 'headcount:stage', Value: 'production' },
              { Key: 'headcount:activity', Value: 'activity-1' },
            ],
          },
        ],
      };
      expect(calls).toEqual([{ command: CreateFleetCommand.name, input: expected }]);
    });

    it('returns the keys of pools with errors, and whether capacity was missing', async () => {
      const error = (ErrorCode: string, Lifecycle: string, overrides: object) => ({
        ErrorCode,
        ErrorMessage: 'no',
        Lifecycle,
        LaunchTemplateAndOverrides: { Overrides: overrides },
      });
      answering(client, () => ({
        Instances: [{ InstanceIds: ['i-1', 'i-2'], InstanceType: 'm7g.large', Lifecycle: 'spot' }],
        Errors: [
          error('MaxSpotInstanceCountExceeded', 'spot', { InstanceType: 'm7g.large', SubnetId: 'subnet-a' }),
          error('InvalidParameterValue', 'on-demand', { InstanceType: 'm7g.large' }),
        ],
      }));
      const pools = ['subnet-a', 'subnet-b'].map((subnet) => ({ instanceType: 'm7g.large', subnet }));
      const outcome = await ec2Resizer(client, nothing, 'test').launch('ci', 'a', ec2Launch({ spot: 3, pools }));
      expect(outcome).toEqual({
        launched: [
          { id: 'i-1', instanceType: 'm7g.large', market: 'spot', subnet: '' },
          { id: 'i-2', instanceType: 'm7g.large', market: 'spot', subnet: '' },
        ],
        errors: [
          { code: 'MaxSpotInstanceCountExceeded', message: 'no', pools: ['m7g.large/subnet-a/spot'], capacity: true },
          {
            code: 'InvalidParameterValue',
            message: 'no',
            pools: ['m7g.large/subnet-a/on-demand', 'm7g.large/subnet-b/on-demand'],
            capacity: false,
          },
        ],
      });
    });

    it('returns a final rejection as an outcome: a missing launch template', async () => {
      const resizer = ec2Resizer(client, describeInstances, 'test');
      const intent = ec2Launch({ launchTemplate: { name: 'no-such-template', version: '$Default' } });
      const { launched, errors } = await resizer.launch(freshGroup(), 'a', intent);
      expect(launched).toEqual([]);
      expect(errors).toMatchObject([
        { code: expect.stringMatching(/^InvalidLaunchTemplate/), capacity: false, pools: [] },
      ]);
    });

    it.each([
      'InvalidAMIID.NotFound',
      'InvalidAMIID.Unavailable',
      'InvalidBlockDeviceMapping',
      'InvalidGroup.NotFound',
      'InvalidKeyPair.NotFound',
      'InvalidSecurityGroupID.NotFound',
      'InvalidSnapshot.NotFound',
    ])('blames no pool for %s, because other groups can launch there', async (ErrorCode) => {
      const Errors = ['subnet-00000001', 'subnet-00000002'].map((SubnetId) => ({
        ...{ ErrorCode, ErrorMessage: 'no', Lifecycle: 'on-demand' as const },
        LaunchTemplateAndOverrides: { Overrides: { InstanceType: 'm7g.large' as const, SubnetId } },
      }));
      answering(client, () => ({ Instances: [], Errors }));
      const { errors } = await ec2Resizer(client, nothing, 'test').launch('ci', 'a', ec2Launch());
      const reason = { code: 'image-missing', params: { code: ErrorCode, message: 'no' } };
      const named = ErrorCode.startsWith('InvalidAMIID') ? { reason } : {};
      expect(errors).toEqual([{ code: ErrorCode, message: 'no', pools: [], capacity: false, ...named }]);
    });

    it('returns every rejection of the request itself as an outcome, because a retry would fail forever', async () => {
      faults().add({
        action: 'CreateFleet',
        count: 9,
        kind: 'error',
        code: 'TargetCapacityLimitExceeded',
        status: 400,
      });
      const { errors } = await ec2Resizer(client, describeInstances, 'test').launch('ci', 'a', ec2Launch());
      expect(errors).toMatchObject([{ code: 'TargetCapacityLimitExceeded', capacity: false }]);
    });

    it('shortens the messages of pools so that they fit in an item', async () => {
      const error = { ErrorCode: 'UnauthorizedOperation', ErrorMessage: 'x'.repeat(5000) };
      answering(client, () => ({ Instances: [], Errors: [error] }));
      const { errors } = await ec2Resizer(client, nothing, 'test').launch('ci', 'a', ec2Launch());
      expect(errors[0]?.message).toHaveLength(600);
      expect(errors[0]?.message).toMatch(/…$/);
    });

    it('returns a rejection of the whole request for lack of capacity as a capacity error', async () => {
      faults().add({ action: 'CreateFleet', count: 9, kind: 'error', code: 'VcpuLimitExceeded', status: 400 });
      const { errors } = await ec2Resizer(client, describeInstances, 'test').launch('ci', 'a', ec2Launch());
      expect(errors).toMatchObject([
        { code: 'VcpuLimitExceeded', capacity: true, pools: ['m7g.large/subnet-00000001/on-demand'] },
      ]);
    });

    it.each([
      ['UnauthorizedOperation', 403, 'soon'],
      ['AuthFailure', 401, 'soon'],
      ['InvalidClientTokenId', 403, 'soon'],
      ['PendingVerification', 400, 'soon'],
      ['RequestLimitExceeded', 503, 'now'],
      ['Throttling', 400, 'now'],
    ])('takes %s for a refusal that launched nothing, for which no pool is left out', async (code, status, retry) => {
      faults().add({ action: 'CreateFleet', count: 9, kind: 'error', code, status });
      const outcome = await ec2Resizer(client, describeInstances, 'test').launch('ci', 'a', ec2Launch());
      expect(outcome).toMatchObject({ launched: [], errors: [{ code, pools: [], capacity: false, retry }] });
    });

    it.each([
      ['InternalError', 500],
      ['ServiceUnavailable', 503],
      ['Unavailable', 503],
      ['RequestInProgress', 400],
    ])('throws on %s: it may have launched', async (code, status) => {
      faults().add({ action: 'CreateFleet', count: 9, kind: 'error', code, status });
      const launch = ec2Resizer(client, describeInstances, 'test').launch('ci', 'a', ec2Launch());
      await expect(launch).rejects.toMatchObject({ name: code });
    });

    it('throws when a refusal follows an attempt that nobody answered: that one may have launched', async () => {
      faults().add({ action: 'CreateFleet', count: 1, kind: 'reset', when: 'after' });
      faults().add({ action: 'CreateFleet', count: 9, kind: 'error', code: 'UnauthorizedOperation', status: 403 });
      const launch = ec2Resizer(client, describeInstances, 'test').launch('ci', 'a', ec2Launch());
      await expect(launch).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    });

    // https://github.com/aws/karpenter-provider-aws/issues/8923
    it.each(['RequestLimitExceeded', 'Throttling', 'InternalError', 'Server.InternalError', 'ServiceUnavailable'])(
      'blames no pool for %s in the answer of a fleet, and keeps what came',
      async (ErrorCode) => {
        const Overrides = { InstanceType: 'm7g.large' as const, SubnetId: 'subnet-00000001' };
        answering(client, () => ({
          Instances: [{ InstanceIds: ['i-1'], InstanceType: 'm7g.large', Lifecycle: 'on-demand' }],
          Errors: [{ ErrorCode, ErrorMessage: 'later', LaunchTemplateAndOverrides: { Overrides } }],
        }));
        const { launched, errors } = await ec2Resizer(client, nothing, 'test').launch('ci', 'a', ec2Launch());
        expect(launched).toMatchObject([{ id: 'i-1' }]);
        expect(errors).toMatchObject([{ code: ErrorCode, pools: [], capacity: false, retry: 'now' }]);
        expect(errors[0]?.reason?.code).toBe('launch-throttled');
      },
    );

    it('takes a shortage for one, whosever fault EC2 calls it', async () => {
      const Errors = [{ ErrorCode: 'Server.InsufficientInstanceCapacity', ErrorMessage: 'none' }];
      answering(client, () => ({ Errors }));
      const { errors } = await ec2Resizer(client, nothing, 'test').launch('ci', 'a', ec2Launch());
      expect(errors).toMatchObject([{ capacity: true, pools: ['m7g.large/subnet-00000001/on-demand'] }]);
      expect(errors[0]?.retry).toBeUndefined();
    });

    // https://github.com/aws/karpenter-provider-aws/issues/5850
    it('names the remedy for a template that tags its spot requests, and blames no pool for it', async () => {
      const ErrorMessage =
        'You cannot specify tags for Spot instances requests if there are no Spot instances requests being created by the request.';
      answering(client, () => ({ Errors: [{ ErrorCode: 'InvalidParameterValue', ErrorMessage }] }));
      const { errors } = await ec2Resizer(client, nothing, 'test').launch('ci', 'a', ec2Launch());
      expect(errors).toMatchObject([{ pools: [], capacity: false, reason: { code: 'spot-tags-in-template' } }]);
      expect(sentence(errors[0]?.reason as Reason)).toMatch(/Remove that tag specification from the template/);
    });

    it('asks for all pools of a policy, however many', async () => {
      const calls = answering(client, () => ({ Instances: [] }));
      const pools = Array.from({ length: 800 }, (_, n) => ({
        ...{ instanceType: `m7g.${n % 40}`, subnet: `subnet-${Math.floor(n / 40)}` },
      }));
      await ec2Resizer(client, nothing, 'test').launch('ci', 'a', ec2Launch({ pools }));
      const [input] = calls.map((call) => call.input as CreateFleetCommandInput);
      expect(input?.LaunchTemplateConfigs?.[0]?.Overrides).toHaveLength(800);
    });

    it('keeps the errors of all pools short enough for one item', async () => {
      const Errors = Array.from({ length: 1600 }, (_, n) => ({
        ErrorCode: 'InsufficientInstanceCapacity',
        ErrorMessage: `${n} ${'x'.repeat(2000)}`,
        LaunchTemplateAndOverrides: { Overrides: { SubnetId: `subnet-${'0'.repeat(17)}` } },
      }));
      answering(client, () => ({ Errors }));
      const { errors } = await ec2Resizer(client, nothing, 'test').launch('ci', 'a', ec2Launch());
      expect(JSON.stringify(errors).length).toBeLessThan(300_000);
    });

    it('asks the emptiest zones first, each in a request with a token of its own', async () => {
      const calls = answering(client, (_, { ClientToken }: CreateFleetCommandInput) => ({
        ...{ FleetId: 'fleet-1', Errors: [], Instances: [] },
        ...(ClientToken?.endsWith('-r2-0') ? {} : { Instances: [fleetOf(ClientToken ?? '', 1)] }),
      }));
      const subnets = ['subnet-a', 'subnet-b', 'subnet-c'];
      const pools = subnets.map((subnet) => ({ instanceType: 'm7g.large', subnet }));
      const launch = ec2Launch({ token: 'token', onDemand: 2, pools, there: { 'subnet-a': 3, 'subnet-c': 0 } });
      const { launched, errors } = await ec2Resizer(client, nothing, 'test').launch('ci', 'a', launch);
      expect([launched.length, errors]).toEqual([2, []]);
      const asked = calls.map(({ input }) => input as CreateFleetCommandInput).map(shortly);
      expect(asked).toEqual([
        ['token-1', 1, ['subnet-b']],
        ['token-2', 1, ['subnet-c']],
      ]);
    });

    it('asks all other zones for what one did not have, in one more request that is the same each time', async () => {
      const calls = answering(client, (_, { ClientToken = '' }: CreateFleetCommandInput) => {
        if (ClientToken !== 'token-0') return { Instances: [fleetOf(ClientToken, 1)] };
        const Overrides = { InstanceType: 'm7g.large', SubnetId: 'subnet-a' };
        const error = { ErrorCode: 'InsufficientInstanceCapacity', LaunchTemplateAndOverrides: { Overrides } };
        return { Errors: [{ ...error, Lifecycle: 'on-demand' }] };
      });
      const pools = ['subnet-a', 'subnet-b'].map((subnet) => ({ instanceType: 'm7g.large', subnet }));
      const launch = ec2Launch({ token: 'token', onDemand: 2, pools, there: {} });
      const resizer = ec2Resizer(client, nothing, 'test');
      const once = await resizer.launch('ci', 'a', launch);
      expect(once.launched).toHaveLength(2);
      expect(once.errors).toMatchObject([{ capacity: true, pools: ['m7g.large/subnet-a/on-demand'] }]);
      expect(await resizer.launch('ci', 'a', launch)).toEqual(once);
      const asked = calls.map(({ input }) => input as CreateFleetCommandInput).map(shortly);
      const both = [
        ['token-0', 1, ['subnet-a']],
        ['token-1', 1, ['subnet-b']],
        ['token-r2-0', 1, ['subnet-b']],
      ];
      expect(asked).toEqual([...both, ...both]);
    });

    it('says which permission to deploy if the role of the instance profile may not be passed', () => {
      const message = `You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/${'r'.repeat(200)}/evaluate is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/worker because no identity-based policy allows the iam:PassRole action`;
      const errors = launchErrors([{ code: 'UnauthorizedOperation', message, pools: ['m7g.large/subnet-a/spot'] }]);
      expect(errors).toMatchObject([{ pools: [], retry: 'soon', reason: { code: 'role-not-passable' } }]);
      const [reason] = errors.flatMap((error) => error.reason ?? []);
      expect(reason && sentence(reason)).toContain('in "passRoles"');
    });

    describe('in an account that may not use EC2 Fleet', () => {
      // https://github.com/runs-on/runs-on/issues/88
      it('says so, and leaves out no pool but the fleets themselves', async () => {
        faults().add({ action: 'CreateFleet', count: 9, kind: 'error', code: 'MaxFleetCountExceeded', status: 400 });
        const { launched, errors } = await ec2Resizer(client, describeInstances, 'test').launch('ci', 'a', ec2Launch());
        expect(launched).toEqual([]);
        expect(errors).toMatchObject([
          {
            pools: ['ec2-fleet'],
            capacity: false,
            retry: 'now',
            leftOutFor: 21_600,
            reason: { code: 'fleet-not-allowed' },
          },
        ]);
      });

      it('says so as well where the organization forbids CreateFleet alone', () => {
        const message =
          'User: arn:aws:sts::123456789012:assumed-role/evaluate is not authorized to perform: ec2:CreateFleet on resource: arn:aws:ec2:eu-west-1:123456789012:fleet/* with an explicit deny in a service control policy';
        const code = 'UnauthorizedOperation';
        const errors = launchErrors([{ code, message, pools: ['m7g.large/subnet-a/spot'] }]);
        expect(errors).toMatchObject([{ pools: ['ec2-fleet'], retry: 'now', reason: { code: 'fleet-not-allowed' } }]);
      });

      const byRuns = (change: Partial<Ec2Launch> = {}): Ec2Launch => {
        const pools = ['subnet-00000001', 'subnet-00000002'].flatMap((subnet) =>
          ['m7g.large', 'c7g.large'].map((instanceType) => ({ instanceType, subnet })),
        );
        return ec2Launch({
          pools,
          there: {},
          by: 'run-instances',
          launchTemplate: { name: 'worker', version: '1' },
          ...change,
        });
      };
      const callsOf = (action: string) => aws.local().ec2?.calls.get(action) ?? 0;
      const listed = async (group: string) =>
        (await ec2Workers(describeInstances, 'test').list([group])).get(group) ?? [];

      it('launches by RunInstances: one type and zone a call, in both markets, with the same tags', async () => {
        const group = freshGroup();
        const before = callsOf('CreateFleet');
        const launch = byRuns({ onDemand: 3, spot: 2 });
        const { launched, errors } = await ec2Resizer(client, describeInstances, 'test').launch(group, 'act', launch);
        expect([launched.length, errors, callsOf('CreateFleet') - before]).toEqual([5, [], 0]);
        const workers = await listed(group);
        expect(workers.map(({ market }) => market).sort()).toEqual([...Array(3).fill('on-demand'), 'spot', 'spot']);
        expect(new Set(workers.map(({ instanceType }) => instanceType))).toEqual(new Set(['m7g.large']));
        const inFirst = workers.filter(({ subnet }) => subnet === 'subnet-00000001').length;
        expect([2, 3]).toContain(inFirst);
        for (const worker of workers) expect(worker).toMatchObject({ group, activity: 'act' });
      });

      it('puts the subnet into the network interfaces of a template that has some, and keeps their settings', async () => {
        const LaunchTemplateName = freshGroup();
        const NetworkInterfaces = [
          { DeviceIndex: 0, Groups: ['sg-12345678'], AssociatePublicIpAddress: true },
          { DeviceIndex: 1, Groups: ['sg-23456789'] },
        ];
        const data = { ImageId: 'ami-12345678', NetworkInterfaces };
        await client.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData: data }));
        const launchTemplate = { name: LaunchTemplateName, version: '$Default' };
        const resizer = ec2Resizer(client, describeInstances, 'test');
        const group = freshGroup();
        const launch = byRuns({ onDemand: 2, launchTemplate });
        const { launched, errors } = await resizer.launch(group, 'act', launch);
        expect(errors).toEqual([]);
        expect(launched.map(({ subnet }) => subnet).sort()).toEqual(['subnet-00000001', 'subnet-00000002']);
        for (const { id, subnet } of launched) {
          expect(aws.local().ec2?.find(id)).toMatchObject({ subnetId: subnet, securityGroups: ['sg-12345678'] });
        }
        expect((await resizer.launch(group, 'act', structuredClone(launch))).launched).toEqual(launched);
      });

      it('launches once, however often it is repeated, with answers lost on the way', async () => {
        const group = freshGroup();
        const launch = byRuns({ onDemand: 3, spot: 2 });
        const resizer = ec2Resizer(client, describeInstances, 'test');
        faults().add({ action: 'RunInstances', count: 3, kind: 'reset', when: 'after' });
        const first = await resizer.launch(group, 'a', launch).catch(() => null);
        const second = await resizer.launch(group, 'a', launch);
        const third = await resizer.launch(group, 'a', structuredClone(launch));
        expect(third).toEqual(second);
        if (first) expect(first).toEqual(second);
        expect((await listed(group)).map(({ id }) => id).sort()).toEqual(second.launched.map(({ id }) => id).sort());
        expect(await listed(group)).toHaveLength(5);
      });

      it('keeps what came when a pool is short, which the next launch leaves out at once', async () => {
        const group = freshGroup();
        const shortage = { instanceType: 'm7g.large', subnetId: 'subnet-00000002', market: 'on-demand' as const };
        aws.local().ec2?.shortages.add({ ...shortage, remaining: 0 });
        try {
          const { launched, errors } = await ec2Resizer(client, describeInstances, 'test').launch(
            ...([group, 'a', byRuns({ onDemand: 4 })] as const),
          );
          expect(launched).toHaveLength(2);
          expect(errors).toMatchObject([
            { capacity: true, retry: 'now', pools: ['m7g.large/subnet-00000002/on-demand'] },
          ]);
        } finally {
          aws.local().ec2?.shortages.clear();
        }
      });
    });

    it('with a lost response is repeated with its token, and launches once', async () => {
      faults().add({ action: 'CreateFleet', count: 1, kind: 'reset', when: 'after' });
      const group = freshGroup();
      const outcome = await ec2Resizer(client, describeInstances, 'test').launch(group, 'a', ec2Launch());
      const listed = (await ec2Workers(describeInstances, 'test').list([group])).get(group) ?? [];
      expect(listed.map(({ id }) => id).sort()).toEqual(outcome.launched.map(({ id }) => id).sort());
      expect(listed).toHaveLength(2);
    });
  });

  it('cancels a drain by removing exactly two tags, with any value', async () => {
    const calls = answering(client, () => ({}));
    const look: DescribeInstances = async () => [seen({ 'headcount:stage': 'test' })];
    await ec2Resizer(client, look, 'test').cancelDrain('ci', ['i-1']);
    const Tags = [{ Key: 'headcount:draining-until' }, { Key: 'headcount:drained' }];
    expect(calls).toEqual([{ command: 'DeleteTagsCommand', input: { Resources: ['i-1'], Tags } }]);
  });

  describe('terminate', () => {
    it('terminates the others when a worker disappears before the call', async () => {
      const group = freshGroup();
      const { launched } = await ec2Resizer(client, describeInstances, 'test').launch(group, 'a', ec2Launch());
      const ids = launched.map(({ id }) => id);
      const ghost: SeenInstance = {
        ...((await describeInstances([{ name: 'instance-id', values: ids }]))[0] as SeenInstance),
        id: 'i-0123456789abcdef0',
      };
      const withGhost: DescribeInstances = async (filters) => [...(await describeInstances(filters)), ghost];
      const resizer = ec2Resizer(client, withGhost, 'test');
      expect(await resizer.terminate(group, [ghost.id, ...ids], false)).toEqual([ghost.id, ...ids]);
      expect((await ec2Workers(describeInstances, 'test').list([group])).get(group)).toEqual([]);
    });

    it('describes the workers of each call just before it', async () => {
      const order: string[] = [];
      answering(client, (command, { InstanceIds }: { InstanceIds: string[] }) => {
        order.push(`${command} ${InstanceIds.length}`);
        return {};
      });
      const look: DescribeInstances = async ([filter]) => {
        order.push('look');
        return (filter?.values ?? []).map((id) => seen({ 'headcount:stage': 'test' }, id));
      };
      const ids = Array.from({ length: 1201 }, (_, index) => `i-${index}`);
      expect(await ec2Resizer(client, look, 'test').terminate('ci', ids, true)).toEqual(ids);
      const looks = (count: number) => Array(count).fill('look');
      const end = (count: number) => `TerminateInstancesCommand ${count}`;
      expect(order).toEqual([...looks(5), end(1000), ...looks(2), end(201)]);
    });

    it('never terminates a worker of another stage', async () => {
      const group = freshGroup();
      const { launched } = await ec2Resizer(client, describeInstances, 'staging').launch(group, 'a', ec2Launch());
      const ids = launched.map(({ id }) => id);
      expect(await ec2Resizer(client, describeInstances, 'test').terminate(group, ids, false)).toEqual([]);
      expect((await ec2Workers(describeInstances, 'staging').list([group])).get(group)).toHaveLength(2);
      expect((await ec2Workers(describeInstances, 'test').list([group])).get(group)).toEqual([]);
    });

    it("throws EC2's error without a permission", async () => {
      const group = freshGroup();
      const resizer = ec2Resizer(client, describeInstances, 'test');
      const { launched } = await resizer.launch(group, 'a', ec2Launch());
      faults().add({
        action: 'TerminateInstances',
        count: 1,
        kind: 'error',
        code: 'UnauthorizedOperation',
        status: 403,
      });
      const ids = launched.map(({ id }) => id);
      await expect(resizer.terminate(group, ids, false)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    });
  });
});

describe('a worker as listed', () => {
  it.each([
    ['true', true],
    ['', true],
    ['yes', true],
    ['false', false],
  ])('is protected by its owner’s tag unless it is false: %s', (value, expected) => {
    expect(workerOf(seen({ 'headcount:protected': value })).protected).toBe(expected);
    expect(workerOf(seen({})).protected).toBe(false);
  });

  it.each([
    ['true', true, true],
    ['', true, true],
    ['false', false, false],
  ])('reports with its tags whether it is busy and whether it has drained: %s', (value, busy, drained) => {
    expect(workerOf(seen({ 'headcount:busy': value, 'headcount:drained': value }))).toMatchObject({ busy, drained });
    expect(workerOf(seen({}))).toMatchObject({ busy: null, drained: false });
  });

  it('drains until the time of its mark, or has drained if the mark is not a time', () => {
    const drainingUntil = (mark: string) => workerOf(seen({ 'headcount:draining-until': mark })).drainingUntil;
    expect(drainingUntil('2026-11-21T12:00:00.000Z')).toBe(NOON);
    expect(drainingUntil('soon')).toBe(0);
    expect(workerOf(seen({})).drainingUntil).toBeNull();
  });
});
