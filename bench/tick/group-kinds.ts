import { type Policy, type PolicyDocument, parsePolicy } from '../../shared/policy/index.ts';

/** With 197 groups per listing, this makes two pages of DescribeInstances per listing. */
export const WORKERS_PER_GROUP = 10;

/** Behavior of the groups in a run. */
export interface GroupKind {
  readonly name: string;
  readonly about: string;
  readonly document: (group: string) => PolicyDocument;
  /** Value of the group's metric, at which its number of workers is right. */
  readonly metric: number;
  /** Whether a group is due in one of five ticks, and not in each. */
  readonly isSteady: boolean;
  readonly alarmsPerGroup: number;
  /** Whether applications push the metric, every 15 s; otherwise it comes from CloudWatch. */
  readonly isPushed?: boolean;
}

/** The metric that is pushed. */
export const PUSHED_METRIC = 'load';

const metric = (name: string) => (group: string) => ({
  cloudwatch: { namespace: 'Bench', name, statistic: 'Average' as const, period: 60, dimensions: { Group: group } },
});

const document = (group: string, rest: Pick<PolicyDocument, 'metrics' | 'rules'>): PolicyDocument => ({
  group,
  provider: {
    kind: 'ec2',
    launchTemplate: { name: 'worker', version: '$Default' },
    instanceTypes: ['m7g.large', 'm6g.large', 'c7g.xlarge'],
    subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
    spot: { percent: 70, onDemandBase: 2 },
  },
  capacity: { min: 2, max: 50 },
  warmup: 120,
  ...rest,
});

/** A backlog rule has no fixed threshold for an alarm, so every tick evaluates the group. */
const busy: GroupKind = {
  name: 'busy',
  about: 'evaluated in every tick, one CloudWatch metric per group, no alarms',
  document: (group) =>
    document(group, {
      metrics: { queued: metric('Queued')(group) },
      rules: [{ kind: 'backlog', metric: 'queued', perWorker: 20 }],
    }),
  metric: WORKERS_PER_GROUP * 20 - 5,
  isSteady: false,
  alarmsPerGroup: 0,
};

const steady: GroupKind = {
  name: 'steady',
  about: 'evaluated every 5 minutes, one CloudWatch metric and two alarms per group',
  document: (group) =>
    document(group, {
      metrics: { cpu: metric('Cpu')(group) },
      rules: [{ kind: 'target', metric: 'cpu', value: 60 }],
    }),
  metric: 59,
  isSteady: true,
  alarmsPerGroup: 2,
};

const pushed: GroupKind = {
  name: 'pushed',
  about: 'evaluated every 5 minutes, one steady metric that is pushed every 15 s, no alarms',
  document: (group) =>
    document(group, {
      metrics: { [PUSHED_METRIC]: { pushed: {} } },
      rules: [{ kind: 'target', metric: PUSHED_METRIC, value: 60 }],
    }),
  metric: 59,
  isSteady: true,
  alarmsPerGroup: 0,
  isPushed: true,
};

export const GROUP_KINDS: readonly GroupKind[] = [busy, steady, pushed];

/** Returns the group's policy as written, and with its defaults. Throws if it is invalid. */
export function validPolicy({ document: of }: GroupKind, group: string): { document: PolicyDocument; policy: Policy } {
  const document = of(group);
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(`the benchmark's policy is invalid: ${JSON.stringify(parsed.faults)}`);
  return { document, policy: parsed.value };
}
