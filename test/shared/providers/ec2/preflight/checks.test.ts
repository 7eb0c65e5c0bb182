import { describe, expect, test } from 'vitest';
import type { Check } from '../../../../../shared/model/index.ts';
import { sentence } from '../../../../../shared/presentation/index.ts';
import { schema } from '../../../../../shared/providers/ec2/format/config.ts';
import { ec2Checks } from '../../../../../shared/providers/ec2/preflight/checks.ts';
import type { LaunchFacts, Template } from '../../../../../shared/providers/ec2/preflight/ports.ts';
import { describing, facts, hibernating, IMAGE, TARGET_GROUP, TEMPLATE } from './facts.ts';

const TARGETS = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef';

interface Asked {
  readonly changes?: Partial<LaunchFacts>;
  readonly provider?: object;
  readonly capacity?: { readonly min: number; readonly max: number };
}

function checks({ changes = {}, provider = {}, capacity = { min: 1, max: 10 } }: Asked): Promise<readonly Check[]> {
  const config = schema.parse({
    ...{ kind: 'ec2', launchTemplate: { name: 'web' }, instanceTypes: ['c7g.large', 'm7g.large'] },
    ...{ subnets: ['subnet-a', 'subnet-b'], ...provider },
  });
  return ec2Checks(facts(changes))({ group: 'web', config, capacity });
}

const problems = async (asked: Asked): Promise<string[]> =>
  (await checks(asked))
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ verdict, reason }) => `${verdict} ${reason.code}`);

const withTemplate = (template: Partial<Template>): Partial<LaunchFacts> => ({
  template: async () => ({ value: { ...TEMPLATE, ...template } }),
});
const denied = (action: string) => ({
  failure: { action, resource: '*', code: 'UnauthorizedOperation', message: 'no' },
});

test('an account in order passes', async () => {
  const provider = { spot: { percent: 50 }, targetGroups: [TARGETS] };
  expect(await problems({ provider })).toEqual([]);
});

test('every problem has a remedy', async () => {
  const all = await checks({
    changes: { ...withTemplate({ shutdown: 'stop', image: null }), hasRole: async () => ({ value: false }) },
  });
  for (const { verdict, remedy } of all) expect(remedy === null).toBe(verdict === 'ok');
});

describe('the alarms of rollouts', () => {
  const provider = { rollout: { alarms: ['errors', 'latency'] } };
  const found = (states: Readonly<Record<string, string>>): Partial<LaunchFacts> => ({
    alarms: async () => ({ value: new Map(Object.entries(states)) }),
  });
  test.each<[Readonly<Record<string, string>>, readonly string[]]>([
    [{ errors: 'OK', latency: 'INSUFFICIENT_DATA' }, []],
    [{ errors: 'OK' }, ['blocker rollout-alarms-missing']],
    [{ errors: 'ALARM', latency: 'OK' }, ['warning rollout-alarms-firing']],
    [{ latency: 'ALARM' }, ['blocker rollout-alarms-missing', 'warning rollout-alarms-firing']],
  ])('%o: %s', async (states, expected) => {
    expect(await problems({ provider, changes: found(states) })).toEqual(expected);
  });

  test('are not asked for without any', async () => {
    const alarms = async () => denied('cloudwatch:DescribeAlarms');
    expect(await problems({ changes: { alarms } })).toEqual([]);
  });
});

describe('the image of the launch template', () => {
  const found = async (instanceTypes: readonly string[], image: typeof IMAGE | null = IMAGE) =>
    problems({
      provider: { instanceTypes },
      changes: { described: describing(image, (type) => (type.startsWith('c7g') ? 'arm64' : 'x86_64')) },
    });

  test('is run by no type: every launch would fail', async () => {
    expect(await found(['c7i.large', 'm7i.large'])).toEqual(['blocker types-not-of-image']);
  });
  test('is run by some types: launches of the others would fail', async () => {
    expect(await found(['c7i.large', 'c7g.large'])).toEqual(['warning types-not-of-image']);
  });
  test('is not shown by EC2: nothing is compared, and the dry run finds a wrong image', async () => {
    expect(await found(['c7i.large'], null)).toEqual([]);
  });
});

describe('a warm pool that hibernates', () => {
  const provider = (instanceTypes: readonly string[] = ['c7g.large', 'm7g.large']) => ({
    ...{ warm: { size: 2, state: 'hibernated' }, instanceTypes },
  });
  const root = { isEbs: true, isEncrypted: true, sizeGiB: 30 };
  test.each<[Parameters<typeof hibernating>[0], readonly string[]]>([
    [{}, []],
    [{ isConfigured: false }, ['blocker hibernation-not-configured']],
    [{ hasEnclave: true }, ['blocker hibernation-with-enclave']],
    [{ root: { ...root, isEbs: false, isEncrypted: false, sizeGiB: 1 } }, ['blocker hibernation-root-not-ebs']],
    [{ root: { ...root, isEncrypted: false } }, ['blocker hibernation-root-not-encrypted']],
    [{ root: { ...root, sizeGiB: 8 } }, ['blocker hibernation-root-small']],
    [{ root: { ...root, sizeGiB: null } }, []],
    [{ root: null }, ['warning hibernation-image-unknown']],
    [
      { isConfigured: false, root: { ...root, isEncrypted: false } },
      ['blocker hibernation-not-configured', 'blocker hibernation-root-not-encrypted'],
    ],
  ])('%j: %s', async (changes, expected) => {
    const hibernation: LaunchFacts['hibernation'] = async (_, types) => ({ value: hibernating({ types, ...changes }) });
    expect(await problems({ provider: provider(), changes: { hibernation } })).toEqual(expected);
  });

  test.each<[readonly string[], readonly string[]]>([
    [['c7g.metal'], ['blocker hibernation-types']],
    [['c7g.large', 'r7g.8xlarge'], ['warning hibernation-types']],
    [['c7g.large', 'm7g.2xlarge'], ['warning hibernation-root-small']],
    [
      ['m7g.2xlarge', 'c7g.metal'],
      ['warning hibernation-types', 'blocker hibernation-root-small'],
    ],
  ])('with the types %j: %s', async (types, expected) => {
    expect(await problems({ provider: provider(types) })).toEqual(expected);
  });

  test('has less memory on Windows', async () => {
    const types = new Map([['m7i.2xlarge', { isSupported: true, memoryGiB: 24 }]]);
    const hibernation = async () => ({ value: { ...hibernating({ isWindows: true }), types } });
    expect(await problems({ provider: provider(), changes: { hibernation } })).toEqual(['blocker hibernation-types']);
  });

  test('is not asked about otherwise', async () => {
    const hibernation = async () => denied('ec2:DescribeImages');
    const stopped = { warm: { size: 2, state: 'stopped' } };
    expect(await problems({ provider: stopped, changes: { hibernation } })).toEqual([]);
    expect(await problems({ provider: provider(), changes: { hibernation } })).toEqual([
      'warning preflight-not-allowed',
    ]);
  });
});

describe('the launch template', () => {
  test.each<[Partial<Template>, string]>([
    [{ image: null }, 'blocker template-without-image'],
    [{ image: 'resolve:ssm:/web/image' }, 'warning template-image-by-parameter'],
    [{ hasMarketOptions: true }, 'blocker template-market-options'],
    [{ shutdown: 'stop' }, 'warning template-stops'],
    [{ tags: [{ resource: 'instance', key: 'headcount:group' }] }, 'warning template-tags-collide'],
    [{ tags: [{ resource: 'spot-instances-request', key: 'team' }] }, 'blocker template-tags-spot-requests'],
  ])('%o: %s', async (template, problem) => {
    expect(await problems({ changes: withTemplate(template) })).toEqual([problem]);
  });

  test('may tag spot requests where nothing is on demand', async () => {
    const changes = withTemplate({ tags: [{ resource: 'spot-instances-request', key: 'team' }] });
    expect(await problems({ changes, provider: { spot: { percent: 100 } } })).toEqual([]);
  });

  test('that does not exist is the only thing said about launches', async () => {
    const changes: Partial<LaunchFacts> = {
      template: async () => ({ value: null }),
      dryRun: async () => ({ value: { code: 'InvalidLaunchTemplateName.NotFoundException', message: 'no' } }),
    };
    expect(await problems({ changes })).toEqual(['blocker template-missing']);
  });

  test.each<[Partial<LaunchFacts>, string]>([
    [{ profileRoles: async () => ({ value: null }) }, 'blocker profile-missing'],
    [{ notPassable: async (roles) => ({ value: roles }) }, 'blocker profile-not-passable'],
    [{ notPassable: async () => denied('iam:SimulatePrincipalPolicy') }, 'warning preflight-not-allowed'],
  ])('has an instance profile: %#', async (changes, problem) => {
    expect(await problems({ changes: { ...withTemplate({ profile: 'worker' }), ...changes } })).toEqual([problem]);
  });

  test.each<[string | null, object, string[]]>([
    ['Enabled', {}, []],
    ['PendingDeletion', {}, ['blocker key-unusable']],
    [null, {}, ['blocker key-unusable']],
    ['Enabled', { spot: { percent: 50 } }, ['warning key-needs-grant']],
  ])('has an encryption key in state %s', async (state, provider, found) => {
    const changes = { ...withTemplate({ keys: ['key-1'] }), keyState: async () => ({ value: state }) };
    expect(await problems({ changes, provider })).toEqual(found);
  });
});

describe('subnets', () => {
  test('that do not exist are a blocker', async () => {
    const provider = { subnets: ['subnet-a', 'subnet-x'] };
    expect(await problems({ provider })).toContain('blocker subnets-missing');
  });

  test('in one zone are a warning', async () => {
    expect(await problems({ provider: { subnets: ['subnet-a'] } })).toEqual(['warning subnets-one-zone']);
  });

  test('with too few addresses for the maximum warn, for the minimum they block', async () => {
    const quota = async () => ({ value: 10_000 });
    expect(await problems({ changes: { quota }, capacity: { min: 1, max: 500 } })).toEqual(['warning addresses-few']);
    expect(await problems({ changes: { quota }, capacity: { min: 450, max: 500 } })).toEqual(['blocker addresses-few']);
  });

  test('without a way out warn', async () => {
    const routedOut = async () => ({ value: new Set(['subnet-a']) });
    expect(await problems({ changes: { routedOut } })).toEqual(['warning subnets-not-routed']);
  });
});

describe('instance types', () => {
  const offered = (zones: Readonly<Record<string, readonly string[]>>): Partial<LaunchFacts> => ({
    offerings: async (types) => ({ value: new Map(types.map((type) => [type, new Set(zones[type] ?? [])])) }),
  });

  test('that some zones lack are named with the zones', async () => {
    const changes = offered({ 'c7g.large': ['eu-west-1a', 'eu-west-1b'], 'm7g.large': ['eu-west-1a'] });
    expect(await problems({ changes })).toEqual(['warning types-partly-offered']);
  });

  test('block when no zone has any', async () => {
    expect(await problems({ changes: offered({}) })).toContain('blocker types-missing');
    expect(await problems({ changes: offered({ 'c7g.large': ['eu-west-1a', 'eu-west-1b'] }) })).toEqual([
      'warning types-missing',
    ]);
  });
});

describe('vCPU quotas', () => {
  const quota = (value: number | null): Partial<LaunchFacts> => ({ quota: async () => ({ value }) });

  test('warn below the maximum and block below the minimum, of the smallest type', async () => {
    expect(await problems({ changes: quota(20) })).toEqual([]);
    expect(await problems({ changes: quota(19) })).toEqual(['warning quota-low']);
    expect(await problems({ changes: quota(1) })).toEqual(['blocker quota-low']);
  });

  test('count units of capacity where types have weights', async () => {
    const instanceTypes = [
      { type: 'c7g.large', weight: 1 },
      { type: 'm7g.large', weight: 2 },
    ];
    const [found] = (await checks({ changes: quota(8), provider: { instanceTypes } })).filter(
      ({ reason }) => reason.code === 'quota-low',
    );
    expect(found && sentence(found.reason)).toContain('the 10 on-demand units of capacity.max need at least 10');
  });

  test('are looked at for each market', async () => {
    const found = await checks({ changes: quota(12), provider: { spot: { percent: 50, onDemandBase: 2 } } });
    const markets = found.flatMap(({ reason }) => (reason.code.startsWith('quota-') ? [reason.params['market']] : []));
    expect(markets).toEqual(['on-demand', 'spot']);
  });

  test('have room for the workers that fall back to on-demand', async () => {
    const spot = { percent: 100, onDemandBase: 2, fallback: 'on-demand' as const };
    const found = await checks({ changes: quota(20), provider: { spot } });
    const needed = found.flatMap(({ reason: { code, params } }) =>
      code === 'quota-enough' ? [[params['market'], params['needed']]] : [],
    );
    expect(needed).toEqual([
      ['on-demand', 20],
      ['spot', 16],
    ]);
  });

  test('of unlike families are left to people', async () => {
    expect(await problems({ provider: { instanceTypes: ['c7g.large', 'g5.xlarge'] } })).toEqual([
      'warning quota-unknown',
    ]);
  });

  test.each<[Partial<LaunchFacts>, string[]]>([
    [{ vcpus: async () => denied('ec2:DescribeInstanceTypes') }, ['preflight-not-allowed', 'quota-unknown']],
    [{ vcpus: async () => ({ value: new Map() }) }, ['quota-unknown']],
  ])('are named as not compared if the sizes of the types are not known: %#', async (changes, codes) => {
    expect(await problems({ changes })).toEqual(codes.map((code) => `warning ${code}`));
  });
});

describe('permissions and access', () => {
  test('a permission that you lack is named', async () => {
    const found = await checks({ changes: { dryRun: async (call) => denied(`ec2:${call}`) } });
    const actions = found.flatMap(({ reason: { code, params } }) =>
      code === 'preflight-not-allowed' ? [params['action']] : [],
    );
    expect(actions).toEqual(['ec2:CreateFleet', 'ec2:RunInstances']);
  });

  test('what EC2 would reject is a blocker, and an account without Fleet a warning', async () => {
    const refusing = (code: string): Partial<LaunchFacts> => ({
      dryRun: async (call) => ({ value: call === 'CreateFleet' ? { code, message: 'no' } : null }),
    });
    expect(await problems({ changes: refusing('InvalidParameterValue') })).toEqual(['blocker launch-refused']);
    expect(await problems({ changes: refusing('MaxFleetCountExceeded') })).toEqual(['warning fleet-not-available']);
  });

  test('spot cannot launch without its service-linked role', async () => {
    const changes: Partial<LaunchFacts> = { hasRole: async () => ({ value: false }) };
    expect(await problems({ changes })).toEqual(['warning service-role-missing']);
    expect(await problems({ changes, provider: { spot: { percent: 50 } } })).toEqual([
      'warning service-role-missing',
      'blocker service-role-missing',
    ]);
  });
});

describe('target groups', () => {
  test.each<[Partial<typeof TARGET_GROUP> | null, string]>([
    [null, 'blocker target-group-missing'],
    [{ targetType: 'ip' }, 'blocker target-group-type'],
    [{ vpc: 'vpc-2' }, 'blocker target-group-vpc'],
    [{ loadBalancers: [] }, 'warning target-group-unused'],
  ])('%o: %s', async (change, problem) => {
    const targetGroup = async () => ({ value: change && { ...TARGET_GROUP, ...change } });
    expect(await problems({ changes: { targetGroup }, provider: { targetGroups: [TARGETS] } })).toEqual([problem]);
  });

  test.each<[string[], string]>([
    [['eu-west-1a', 'eu-west-1c'], 'warning target-group-zone'],
    [['eu-west-1c'], 'blocker target-group-zone'],
  ])('whose load balancer has enabled %j: %s', async (zones, problem) => {
    const enabledZones = async () => ({ value: new Set(zones) });
    expect(await problems({ changes: { enabledZones }, provider: { targetGroups: [TARGETS] } })).toEqual([problem]);
  });
});

describe('requirements', () => {
  const required = (requirements: object, more: object = {}) => ({
    provider: { instanceTypes: undefined, requirements, ...more },
  });
  const image = { id: 'ami-1', architecture: 'arm64', virtualization: 'hvm' };
  const matching = (value: { image: typeof image | null; types: string[] }): Partial<LaunchFacts> => ({
    matching: async () => ({ value }),
  });

  test.each<[string, Asked, readonly string[]]>([
    ['match', { ...required({ vcpus: 2 }), changes: matching({ image, types: ['c7g.large'] }) }, []],
    [
      'match nothing',
      { ...required({ vcpus: 2 }), changes: matching({ image, types: [] }) },
      ['blocker requirements-match-nothing'],
    ],
    [
      'exclude the image',
      { ...required({ vcpus: 2, architectures: ['x86_64'] }), changes: matching({ image, types: [] }) },
      ['blocker requirements-not-of-image'],
    ],
    [
      'cannot be compared with the image',
      { ...required({ vcpus: 2 }), changes: matching({ image: null, types: ['c7g.large'] }) },
      ['warning requirements-image-unknown'],
    ],
    [
      'need more vCPUs than the quota',
      {
        ...required({ vcpus: 2 }),
        changes: { ...matching({ image, types: ['c7g.large', 'x2gd.large'] }), quota: async () => ({ value: 10 }) },
      },
      ['warning quota-low'],
    ],
  ])('%s', async (_, asked, expected) => {
    expect(await problems(asked)).toEqual(expected);
  });
});

describe('a Capacity Block', () => {
  const forBlock = withTemplate({ hasMarketOptions: true, isForCapacityBlock: true });
  const provider = { reservations: 'capacity-block', instanceTypes: ['p5.48xlarge'] };

  test('needs a template and a policy for it', async () => {
    expect(await problems({ changes: forBlock, provider })).toEqual([]);
    expect(await problems({ changes: forBlock })).toEqual(['blocker template-for-capacity-block']);
    expect(await problems({ provider })).toEqual(['blocker template-not-for-capacity-block']);
  });
});
