import type { PolicyDocument } from '../../../shared/policy/index.ts';
import type { Chance } from './chance.ts';
import type { Outage } from './faults.ts';

const MINUTE = 60_000;

/** A group with its policies in the order in which somebody applies them. */
export interface GroupPlan {
  readonly group: string;
  readonly policies: readonly { readonly at: number; readonly document: PolicyDocument }[];
  /** How much there is to do, in workers, from each moment on. */
  readonly demand: readonly { readonly at: number; readonly workers: number }[];
  readonly isPushed: boolean;
  /** When a newer version of the launch template appears. */
  readonly versions: readonly number[];
}

export interface Configuration {
  readonly groups: readonly GroupPlan[];
  /** Times are ms since the beginning. */
  readonly faultsUntil: number;
  readonly rate: number;
  readonly outages: readonly Outage[];
  /** How often per hour something happens to a worker. */
  readonly losses: number;
  readonly shortages: readonly {
    readonly from: number;
    readonly to: number;
    readonly room: number;
    readonly code: string;
  }[];
  readonly pendingFor: number;
  readonly invisibleFor: number;
  readonly mostSkew: number;
  /** The share of the pauses that last for hours; a tenth, when left out. */
  readonly longPauses?: number;
  /** When a load balancer finds a share of the healthy targets unhealthy, others each minute. */
  readonly flapping?: { readonly from: number; readonly to: number; readonly share: number };
}

export const TYPES = ['c7g.large', 'c7g.xlarge'] as const;
export const SUBNETS = ['subnet-a', 'subnet-b'] as const;

const cpuOf = (group: string) => ({
  cloudwatch: { namespace: 'App', name: 'cpu', dimensions: { group }, statistic: 'Average', period: 60 },
});

const RULES: Readonly<Record<string, (group: string) => Pick<PolicyDocument, 'metrics' | 'rules'>>> = {
  backlog: (group) => ({
    metrics: { jobs: { sqs: { queue: group, count: 'all' } } },
    rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10 }],
  }),
  pushed: () => ({ metrics: { jobs: { pushed: {} } }, rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 10 }] }),
  target: (group) => ({ metrics: { cpu: cpuOf(group) }, rules: [{ kind: 'target', metric: 'cpu', value: 50 }] }),
  step: (group) => ({
    metrics: { cpu: cpuOf(group) },
    rules: [
      {
        kind: 'step',
        metric: 'cpu',
        threshold: 70,
        steps: [
          { from: 0, to: 20, add: 1 },
          { from: 20, add: 2 },
        ],
      },
      { name: 'in', kind: 'step', metric: 'cpu', threshold: 20, steps: [{ to: 0, add: -1 }] },
    ],
  }),
  threshold: (group) => ({
    metrics: { cpu: cpuOf(group) },
    rules: [
      { kind: 'threshold', metric: 'cpu', out: { above: 70, for: 60, add: 1 }, in: { below: 20, for: 120, remove: 1 } },
    ],
  }),
  schedule: (group) => ({
    metrics: { jobs: { sqs: { queue: group, count: 'all' } } },
    rules: [
      { kind: 'backlog', metric: 'jobs', perWorker: 10 },
      { kind: 'schedule', windows: [{ cron: '0 14 * * *', lasts: '1h', min: 3 }] },
    ],
  }),
  deadline: (group) => ({
    metrics: { jobs: { sqs: { queue: group, count: 'all' } } },
    rules: [{ kind: 'deadline', metric: 'jobs', taskSeconds: 60, startWithin: '5m' }],
  }),
};
export const RULE_NAMES = Object.keys(RULES);

function policyOf(group: string, rule: string, chance: Chance, isRolling: boolean): PolicyDocument {
  const [min, most] = [chance.between(0, 2), chance.between(4, 10)];
  const drain = chance.of([0, 0, 60, 180]);
  return {
    group,
    provider: {
      kind: 'ec2',
      launchTemplate: { name: `${group}-runner` },
      instanceTypes: chance.is(0.7) ? [TYPES[0]] : [...TYPES],
      subnets: [...SUBNETS],
      ...(isRolling && {
        rollout: {
          on: 'version',
          ...(chance.is(0.5) && { capacity: 'in-place' as const }),
          ...(chance.is(0.5) && { monitor: 60 }),
        },
      }),
      ...(chance.is(0.25) && { warm: { size: chance.between(1, 2) } }),
    },
    capacity: { min, max: most },
    ...(RULES[rule] as (typeof RULES)[string])(group),
    behavior: {
      out: { cooldown: chance.of([0, 60, 120]), stabilization: 0, limits: [] },
      in: { cooldown: chance.of([0, 120, 300]), stabilization: chance.of([0, 60]), limits: [], drain },
    },
  };
}

/** What a seed means: groups, policies, demand and faults for so many hours. */
export function configurationOf(chance: Chance, hours: number): Configuration {
  const faultsUntil = hours * 60 * MINUTE;
  const groups = Array.from({ length: chance.of([1, 1, 2, 3]) }, (_, nth): GroupPlan => {
    const group = `group-${nth}`;
    const rule = chance.of(RULE_NAMES);
    const isRolling = chance.is(0.4);
    const changes = chance.between(0, 2);
    const policies = Array.from({ length: changes + 1 }, (_, n) => ({
      at: n === 0 ? 0 : chance.between(1, hours * 60 - 10) * MINUTE,
      document: policyOf(group, rule, chance, isRolling),
    })).toSorted((one, other) => one.at - other.at);
    const demand: { at: number; workers: number }[] = [{ at: 0, workers: chance.between(0, 5) }];
    for (let at = 0; ; ) {
      at += chance.between(5, 90) * MINUTE;
      if (at >= faultsUntil) break;
      demand.push({ at, workers: chance.between(0, 12) });
    }
    const versions = isRolling && chance.is(0.7) ? [chance.between(10, hours * 60 - 30) * MINUTE] : [];
    return { group, policies, demand, isPushed: rule === 'pushed', versions };
  });
  const moments = (most: number): { from: number; to: number } => {
    const from = chance.between(5, hours * 60 - 5) * MINUTE;
    return { from, to: Math.min(faultsUntil, from + chance.between(1, most) * MINUTE) };
  };
  const outages: Outage[] = Array.from({ length: chance.between(0, 3) }, () => ({
    ...moments(90),
    ...chance.of([
      { service: 'table' as const, share: 1, code: 'ServiceUnavailable' },
      { service: 'table' as const, share: 0.3, code: 'ThrottlingException' },
      { service: 'ec2' as const, share: 1, code: 'InternalError' },
      { service: 'ec2' as const, share: 0.5, code: 'RequestLimitExceeded' },
      { service: 'queue' as const, share: 1, code: 'ServiceUnavailable' },
      { service: 'metrics' as const, share: 0.7, code: 'InternalServiceFault' },
      { service: 'bus' as const, share: 1, code: 'ServiceUnavailable' },
    ]),
  }));
  return {
    ...{ groups, faultsUntil, outages, rate: chance.of([0, 0.001, 0.004, 0.02]) },
    losses: chance.of([0, 0.5, 3]),
    shortages: chance.is(0.4)
      ? [
          {
            ...moments(120),
            room: chance.between(0, 2),
            code: chance.of(['InsufficientInstanceCapacity', 'RequestLimitExceeded']),
          },
        ]
      : [],
    ...{
      pendingFor: chance.of([0, 30_000, 90_000]),
      invisibleFor: chance.of([0, 0, 10_000]),
      mostSkew: chance.of([0, 2000, 20_000]),
    },
  };
}
