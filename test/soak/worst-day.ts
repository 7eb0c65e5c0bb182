import type { PolicyDocument } from '../../shared/policy/index.ts';
import type { Configuration } from './configuration/configuration.ts';
import { type Run, run } from './run.ts';

const MINUTE = 60_000;
/** The simulation begins at 05:00 UTC of 20 October 2025. Published times are in PDT, which is UTC - 7. */
const at = (hours: number, minutes: number): number => (hours * 60 + minutes - 5 * 60) * MINUTE;

/** What AWS published for us-east-1, in UTC: https://aws.amazon.com/message/101925/ */
export const PUBLISHED = {
  /** Calls to DynamoDB failed. */
  table: { from: at(6, 48), to: at(9, 40) },
  /** Launches failed with capacity errors and request limits. */
  launches: { from: at(9, 25), to: at(17, 36) },
  throttled: { from: at(12, 30), to: at(17, 36) },
  /** Health checks of network load balancers failed now and then. */
  health: { from: at(12, 30), to: at(21, 9) },
} as const;

const policy = (group: string, drain: number): PolicyDocument => ({
  group,
  provider: {
    kind: 'ec2',
    launchTemplate: { name: `${group}-runner` },
    instanceTypes: ['c7g.large'],
    subnets: ['subnet-a', 'subnet-b'],
    ...(group === 'web' && {
      targetGroups: ['arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef'],
    }),
  },
  capacity: { min: 2, max: 12 },
  metrics: { jobs: { sqs: { queue: group, count: 'all' } } },
  rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10 }],
  behavior: {
    out: { cooldown: 60, stabilization: 0, limits: [] },
    in: { cooldown: 300, stabilization: 0, limits: [], drain },
  },
});

const group = (name: string, demand: readonly (readonly [number, number])[], more: readonly PolicyDocument[] = []) => ({
  group: name,
  policies: [
    { at: 0, document: policy(name, 0) },
    ...more.map((document) => ({ at: PUBLISHED.table.from - 1000, document })),
  ],
  demand: demand.map(([when, workers]) => ({ at: when, workers })),
  isPushed: false,
  versions: [],
});

/** Three groups: an application behind a load balancer, tasks whose backlog grows all day, and one whose policy changes a second before the table fails. */
export const WORST_DAY: Configuration = {
  groups: [
    group('web', [[0, 6]]),
    group('tasks', [
      [0, 3],
      [at(7, 30), 5],
      [at(10, 0), 8],
      [at(13, 0), 12],
    ]),
    group(
      'ci',
      [
        [0, 4],
        [at(6, 0), 5],
        [at(11, 0), 2],
      ],
      [policy('ci', 120)],
    ),
  ],
  faultsUntil: PUBLISHED.health.to,
  rate: 0.002,
  outages: [
    { ...PUBLISHED.table, service: 'table', share: 1, code: 'InternalServerError' },
    { ...PUBLISHED.throttled, service: 'ec2', calls: /^resizer\.launch$/, share: 0.5, code: 'RequestLimitExceeded' },
  ],
  losses: 0.2,
  shortages: [{ ...PUBLISHED.launches, room: 0, code: 'InsufficientInstanceCapacity' }],
  flapping: { ...PUBLISHED.health, share: 0.3 },
  ...{ pendingFor: 60_000, invisibleFor: 5000, mostSkew: 2000 },
};

/** The day. The seed decides everything that is not published. */
export const worstDay = (seed: number): Promise<Run> => run(seed, { configuration: WORST_DAY });

const LONGEST_MINUTES = 60;
/** Minutes from when EC2 has capacity again until all groups have what they are to have, and it has started. */
export function launchedAfter({ stage }: Run): number | null {
  const { history, ledger, begin, configuration } = stage;
  for (let minutes = 0; minutes <= LONGEST_MINUTES; minutes++) {
    const at = begin + PUBLISHED.launches.to + minutes * MINUTE;
    const isThere = configuration.groups.every(({ group }) => {
      const state = history.writes.findLast((write) => write.group === group && write.at <= at)?.after;
      const started = [...ledger.instances.values()].filter(
        ({ group: of, launchedAt, ended }) =>
          of === group && launchedAt + configuration.pendingFor <= at && (ended === null || ended.at > at),
      );
      return state !== undefined && started.length >= (state.decision.desired ?? 0);
    });
    if (isThere) return minutes;
  }
  return null;
}
