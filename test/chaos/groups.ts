import type { PolicyDocument } from '../../shared/policy/index.ts';

export const STAGE = 'chaos';
export const LAUNCH_TEMPLATE = 'headcount-chaos';
export const METRIC = { namespace: 'Headcount/Chaos', name: 'Backlog', period: 60 } as const;
export const TASKS_PER_WORKER = 2;
export const MOST_TASKS = 28;

/** The fields of a policy that an injected fault may change; durations in seconds of the run. */
export interface Knobs {
  readonly min: number;
  readonly max: number;
  readonly cooldown: number;
  readonly drain: number;
  readonly paused: boolean | 'out' | 'in';
}

/** Groups differ in the source of their demand, in their drain, and in what they launch. */
const KINDS = {
  queue: { min: 1, max: 12, cooldown: 240, drain: 0, paused: false },
  drain: { min: 0, max: 10, cooldown: 120, drain: 40, paused: false },
  metric: { min: 2, max: 8, cooldown: 60, drain: 20, paused: false },
  /** Workers that do one job and end, at any moment. */
  jobs: { min: 0, max: 10, cooldown: 60, drain: 0, paused: false },
  /** With a warm pool, which is refilled after each start. */
  pool: { min: 1, max: 8, cooldown: 60, drain: 0, paused: false },
  /** With a warm pool, to which workers return at a scale-in. */
  reuse: { min: 0, max: 10, cooldown: 120, drain: 20, paused: false },
} as const satisfies Record<string, Knobs>;
type Kind = keyof typeof KINDS;
const PROVIDERS = ['ec2', 'asg', 'ecs', 'fleet', 'lambda'] as const;
/** The function of the groups with the provider lambda. */
export const FUNCTION = 'resize-vms';

/** The name has the kind and the provider: `queue-ec2`. */
export type GroupName = `${Kind}-${(typeof PROVIDERS)[number]}`;
/** Kinds that only some providers have: workers that do one job, warm pools, and groups that read CloudWatch. */
const ONLY: Readonly<Partial<Record<Kind, readonly (typeof PROVIDERS)[number][]>>> = {
  jobs: ['ec2'],
  pool: ['ec2'],
  reuse: ['ec2'],
  metric: ['ec2', 'asg', 'ecs'],
};
/** One group of each kind for each provider that has it. */
export const GROUPS: readonly GroupName[] = (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
  PROVIDERS.filter((provider) => ONLY[kind]?.includes(provider) ?? true).map(
    (provider): GroupName => `${kind}-${provider}`,
  ),
);
export const hasOneJob = (group: GroupName): boolean => kindOf(group) === 'jobs';
const POOL_SIZE = 2;
/** How many members the warm pool of a group keeps at most; null: it has none. */
export const poolOf = (group: GroupName, { max }: Pick<Knobs, 'max'>): number | null =>
  kindOf(group) === 'pool' || kindOf(group) === 'reuse' ? Math.min(POOL_SIZE, max) : null;

const kindOf = (group: GroupName): Kind => group.split('-')[0] as Kind;
/** The first policy of a group. */
export const knobsOf = (group: GroupName): Knobs => KINDS[kindOf(group)];
/** The Auto Scaling group of the workers; null if they have none. */
export const autoScalingGroupOf = (group: GroupName): string | null =>
  group.endsWith('-asg') ? `${STAGE}-${group}` : null;
/** The ECS service of the workers; null if they are instances. */
export const serviceOf = (group: GroupName): string | null => (group.endsWith('-ecs') ? `${STAGE}-${group}` : null);
/** The name of the EC2 Fleet of the workers; null if they are of no fleet. */
export const fleetOf = (group: GroupName): string | null => (group.endsWith('-fleet') ? `${STAGE}-${group}` : null);
/** The name of the machines of a function; null if the workers are no such machines. */
export const machinesOf = (group: GroupName): string | null => (group.endsWith('-lambda') ? `${STAGE}-${group}` : null);
/** What has a desired number of workers, and launches and replaces them; null if Headcount launches them. */
export const sizedOf = (group: GroupName): string | null =>
  autoScalingGroupOf(group) ?? serviceOf(group) ?? fleetOf(group) ?? machinesOf(group);
/** Whether workers are replaced when the default version of the launch template changes. */
export const isRolling = (group: GroupName): boolean =>
  sizedOf(group) === null && ['drain', 'queue', 'reuse'].includes(kindOf(group));
export const hasQueue = (group: GroupName): boolean => kindOf(group) !== 'metric';

/** Each `edition` is a different document. */
export function chaosPolicy(
  group: GroupName,
  knobs: Knobs,
  subnets: readonly string[],
  fleetId: string,
  edition: number,
): PolicyDocument {
  const { min, max, cooldown, drain, paused } = knobs;
  const direct = { cooldown, stabilization: 0, limits: [] };
  const size = poolOf(group, knobs);
  return {
    group,
    onDelete: kindOf(group) === 'drain' ? 'drain' : 'release',
    provider: providerOf(group, subnets, fleetId, size),
    capacity: { min, max },
    paused,
    metrics: {
      tasks: hasQueue(group)
        ? { sqs: { queue: group } }
        : { cloudwatch: { ...METRIC, statistic: 'Maximum', dimensions: { Group: group } } },
    },
    rules: [{ name: `tasks-${edition}`, kind: 'backlog', metric: 'tasks', perWorker: TASKS_PER_WORKER }],
    behavior: { out: direct, in: { ...direct, drain } },
  };
}

function providerOf(
  group: GroupName,
  subnets: readonly string[],
  fleetId: string,
  size: number | null,
): PolicyDocument['provider'] {
  const name = autoScalingGroupOf(group);
  if (name !== null) return { kind: 'auto-scaling-group', name };
  const service = serviceOf(group);
  if (service !== null) return { kind: 'ecs-service', cluster: 'main', service };
  if (fleetOf(group) !== null) {
    return {
      kind: 'ec2-fleet',
      id: fleetId,
      ...(kindOf(group) === 'queue' && { spot: { percent: 50, onDemandBase: 1 } }),
    };
  }
  if (machinesOf(group) !== null) return { kind: 'lambda', function: FUNCTION };
  return {
    kind: 'ec2',
    launchTemplate: { name: LAUNCH_TEMPLATE },
    instanceTypes: ['c7g.large', 'm7g.large'],
    subnets: [...subnets],
    ...(hasOneJob(group) && { ephemeral: true }),
    ...(size !== null && { warm: { size, reuse: kindOf(group) === 'reuse' } }),
    ...(isRolling(group) && {
      // All at once, because a run has only minutes.
      rollout: { on: 'version', parallel: '100%', capacity: kindOf(group) === 'queue' ? 'in-place' : 'surge' },
    }),
    spot: { percent: kindOf(group) === 'queue' ? 50 : 0, onDemandBase: 1 },
  };
}

/** Each group has one worker that no evaluation may end. */
const PROTECTED = 1;

/** The number of workers that a group needs for so many tasks. */
export const neededFor = (tasks: number, { min, max }: Pick<Knobs, 'min' | 'max'>): number =>
  Math.min(max, Math.max(min, PROTECTED, Math.ceil(tasks / TASKS_PER_WORKER)));
