import { type PolicyDocument, parsePolicy } from '../../shared/policy/index.ts';

/** Workers of every group: with 197 groups a listing, two pages of DescribeInstances each. */
export const WORKERS_EACH = 10;

/** How all groups of a run behave. */
export interface Situation {
  readonly name: string;
  readonly about: string;
  readonly document: (group: string) => PolicyDocument;
  /** Value of the group's metric, at which the group is content with its workers. */
  readonly metric: number;
  /** Of so many ticks, a group is due on one. */
  readonly every: number;
  /** Whether a look at a group that is content writes its next one into its state. */
  readonly writesEveryLook: boolean;
  readonly alarmsEach: number;
}

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

/** A backlog has no fixed bound that an alarm could watch: the group is polled on every tick. */
const busy: Situation = {
  name: 'busy',
  about: 'polled on every tick, one CloudWatch metric a group, no alarms',
  document: (group) =>
    document(group, {
      metrics: { queued: metric('Queued')(group) },
      rules: [{ kind: 'backlog', metric: 'queued', perWorker: 20 }],
    }),
  metric: WORKERS_EACH * 20 - 5,
  every: 1,
  writesEveryLook: false,
  alarmsEach: 0,
};

const steady: Situation = {
  name: 'steady',
  about: 'looked at every 5 minutes, one CloudWatch metric and two alarms a group',
  document: (group) =>
    document(group, {
      metrics: { cpu: metric('Cpu')(group) },
      rules: [{ kind: 'target', metric: 'cpu', value: 60 }],
    }),
  metric: 59,
  every: 5,
  writesEveryLook: true,
  alarmsEach: 2,
};

export const SITUATIONS: readonly Situation[] = [busy, steady];

/** The document as an author writes it. Throws when the benchmark's own policy is invalid. */
export function validDocument({ document: of }: Situation, group: string): PolicyDocument {
  const written = of(group);
  const parsed = parsePolicy(written);
  if (!parsed.ok) throw new Error(`the policy of the benchmark is invalid: ${JSON.stringify(parsed.faults)}`);
  return written;
}
