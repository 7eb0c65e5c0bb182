import type {
  HibernationFacts,
  LaunchFacts,
  Subnet,
  TargetGroup,
  Template,
} from '../../../../../shared/providers/ec2/preflight/ports.ts';

export const TEMPLATE: Template = {
  ...{ version: '3', image: 'ami-1', profile: null, shutdown: 'terminate', hasMarketOptions: false },
  ...{ tags: [], keys: [] },
};
const SUBNETS: readonly Subnet[] = [
  { id: 'subnet-a', zone: 'eu-west-1a', vpc: 'vpc-1', free: 200 },
  { id: 'subnet-b', zone: 'eu-west-1b', vpc: 'vpc-1', free: 200 },
];
export const IMAGE = { id: 'ami-1', architecture: 'arm64', virtualization: 'hvm' };
/** The named types, with the architecture that a test gives them. */
export const describing =
  (image: typeof IMAGE | null, architectureOf: (type: string) => string): LaunchFacts['described'] =>
  async (_, types) => ({
    value: {
      image,
      types: types.map((name) => ({ ...{ name, vcpus: 2, memoryGiB: 4 }, architectures: [architectureOf(name)] })),
    },
  });
export const TARGET_GROUP: TargetGroup = {
  arn: '',
  targetType: 'instance',
  vpc: 'vpc-1',
  loadBalancers: ['arn-of-web'],
};

/** A launch that can hibernate, but for what a test changes. */
export const hibernating = ({
  types = [],
  ...changes
}: Partial<Omit<HibernationFacts, 'types'>> & { readonly types?: readonly string[] }): HibernationFacts => ({
  ...{ isConfigured: true, hasEnclave: false, isWindows: false },
  root: { isEbs: true, isEncrypted: true, sizeGiB: 30 },
  types: new Map(types.map((type) => [type, { isSupported: !type.includes('metal'), memoryGiB: MEMORY[type] ?? 8 }])),
  ...changes,
});
const MEMORY: Readonly<Record<string, number>> = { 'r7g.8xlarge': 256, 'm7g.2xlarge': 32 };

/** An account in which everything is in order, but for what a test changes. */
export const facts = (changes: Partial<LaunchFacts> = {}): LaunchFacts => ({
  template: async () => ({ value: TEMPLATE }),
  profileRoles: async () => ({ value: ['arn:aws:iam::111122223333:role/worker'] }),
  notPassable: async () => ({ value: [] }),
  keyState: async () => ({ value: 'Enabled' }),
  hasRole: async () => ({ value: true }),
  subnets: async (ids) => ({ value: SUBNETS.filter(({ id }) => ids.includes(id)) }),
  routedOut: async (subnets) => ({ value: new Set(subnets.map(({ id }) => id)) }),
  matching: async () => ({ value: { image: null, types: ['c7g.large', 'm7g.large'] } }),
  described: describing(IMAGE, () => IMAGE.architecture),
  offerings: async (types) => ({ value: new Map(types.map((type) => [type, new Set(['eu-west-1a', 'eu-west-1b'])])) }),
  vcpus: async (types) => ({ value: new Map(types.map((type) => [type, 2])) }),
  quota: async () => ({ value: 256 }),
  dryRun: async () => ({ value: null }),
  targetGroup: async () => ({ value: TARGET_GROUP }),
  enabledZones: async () => ({ value: new Set(SUBNETS.map(({ zone }) => zone)) }),
  alarms: async (names) => ({ value: new Map(names.map((name) => [name, 'OK'])) }),
  hibernation: async (_, types) => ({ value: hibernating({ types }) }),
  ...changes,
});
