import { boundsInForce, budgetOf, entryOf } from '../../decision/index.ts';
import { isInProgress, workersLeft } from '../../evaluation/index.ts';
import { type MeasuredGroup, spendingOf } from '../../operations/index.ts';
import { moduleOf } from '../../rules/index.ts';
import { DURATION_BOUNDS, type Durations, type InterruptionNotice } from '../../state/index.ts';
import { readyByType } from '../status/ready-text.ts';
import type { Family, Sample } from './prometheus-text.ts';

interface Definition {
  readonly name: string;
  readonly type: Family['type'];
  readonly help: string;
  readonly labels: readonly string[];
  /** Samples of one group, without its own label. */
  readonly of: (group: MeasuredGroup, now: number) => readonly Sample[];
}

const one = (value: number | null | undefined, labels: Sample['labels'] = {}): Sample[] =>
  value === null || value === undefined ? [] : [{ labels, value }];
const many = (values: Readonly<Record<string, number>>, labelsOf: (name: string) => Sample['labels']): Sample[] =>
  Object.entries(values).map(([name, value]) => ({ labels: labelsOf(name), value }));

const gauge = (name: string, help: string, labels: readonly string[], of: Definition['of']): Definition => ({
  name: `headcount_${name}`,
  type: 'gauge',
  help,
  labels,
  of,
});
const counter = (name: string, help: string, labels: readonly string[], of: Definition['of']): Definition => ({
  name: `headcount_${name}_total`,
  type: 'counter',
  help,
  labels,
  of,
});
const histogram = (name: string, help: string, of: (group: MeasuredGroup) => Durations): Definition => ({
  name: `headcount_${name}_seconds`,
  type: 'histogram',
  help,
  labels: ['le'],
  of: (group) => bucketsOf(of(group)),
});

const NOTICES = ['interruption', 'rebalance', 'ended'] as const satisfies readonly InterruptionNotice['kind'][];

/** They begin at 0, so that the first activity of a kind is an increase, too. */
const NO_ACTIVITIES = Object.fromEntries(
  ['launch', 'remove'].flatMap((kind) => ['done', 'partial', 'failed'].map((outcome) => [`${kind} ${outcome}`, 0])),
);

/** Every metric of a group; each has the label `group`, too. Names and labels are stable: they are not renamed before a new major version. */
export const GROUP_METRICS: readonly Definition[] = [
  gauge(
    'group_info',
    '1 for what the policy says about the group; history is off if no evaluation is recorded.',
    ['tier', 'profile', 'provider', 'history'],
    ({ policy }) =>
      policy
        ? one(1, {
            tier: policy.tier,
            profile: policy.profile,
            provider: policy.provider?.kind ?? '',
            history: policy.history.keep === 'none' ? 'off' : 'on',
          })
        : [],
  ),
  gauge('desired_workers', 'Workers that the group should have.', [], ({ state }) => one(state.decision.desired)),
  gauge(
    'workers',
    'Workers by state after the latest evaluation: pending, warming, ready, draining or unhealthy.',
    ['state'],
    ({ latest }) => many((latest && workersLeft(latest)) ?? {}, (state) => ({ state })),
  ),
  gauge('min_workers', 'The minimum in force, with schedules.', [], ({ policy }, now) =>
    one(policy && boundsInForce(policy, now).min),
  ),
  gauge('max_workers', 'The maximum in force, with schedules and caps.', [], ({ policy }, now) =>
    one(policy && boundsInForce(policy, now).max),
  ),
  gauge('rule_proposal_workers', 'What a rule asked for in the latest evaluation.', ['rule'], ({ latest }) =>
    (latest?.decision?.trace ?? []).flatMap(({ stage, proposed }) =>
      stage.startsWith('rule:') && proposed !== null ? one(proposed, { rule: stage.slice('rule:'.length) }) : [],
    ),
  ),
  gauge(
    'overloaded_workers',
    'Workers that a rule on single workers found overloaded in the latest evaluation.',
    ['rule'],
    ({ policy, latest }) =>
      (policy?.rules ?? []).flatMap((rule) => {
        const entry = latest?.decision && entryOf(latest.decision.trace, rule.name);
        return one(entry && moduleOf(rule).overloadedIn?.(entry.reason), { rule: rule.name });
      }),
  ),
  gauge(
    'noticed_workers',
    'Workers that the provider takes or has taken, by its notice (interruption, rebalance, ended): while they exist, and for 15 minutes.',
    ['notice'],
    ({ state: { notices } }) =>
      NOTICES.flatMap((notice) =>
        one(new Set(notices.filter(({ kind }) => kind === notice).map(({ id }) => id)).size, { notice }),
      ),
  ),
  gauge(
    'overflow_workers',
    'Workers that cannot be launched in a region: those that the group asks another region for (asked), and those that another region asks it for (requested).',
    ['direction', 'region'],
    ({ state: { overflow, requested } }, now) => [
      ...(overflow && overflow.until > now
        ? one(overflow.workers, { direction: 'asked', region: overflow.region })
        : []),
      ...Object.entries(requested).flatMap(([region, { workers, until }]) =>
        until > now ? one(workers, { direction: 'requested', region }) : [],
      ),
    ],
  ),
  gauge(
    'drain_overdue_seconds',
    'How long ago the oldest drain should have ended; waits_for_busy is true if its workers may finish their work.',
    ['waits_for_busy'],
    ({ state: { drains } }, now) =>
      [false, true].flatMap((waits) => {
        const ends = drains.filter(({ waitForBusy = false }) => waitForBusy === waits).map(({ until }) => until);
        return one(Math.max(0, now - Math.min(now, ...ends)) / 1000, { waits_for_busy: String(waits) });
      }),
  ),
  gauge('held', '1 for what held the group in the latest evaluation.', ['blocked_by'], ({ latest }) =>
    latest?.decision?.blockedBy ? one(1, { blocked_by: latest.decision.blockedBy }) : [],
  ),
  gauge('paused', '1 if the group is paused: out, in or both.', ['direction'], ({ state: { announced } }) =>
    announced.paused === false ? [] : one(1, { direction: announced.paused === true ? 'both' : announced.paused }),
  ),
  gauge(
    'condition',
    '1 if the group has been in a condition for longer than notifyAfter.',
    ['condition'],
    ({ state }) => state.watch.conditions.flatMap(({ condition, notified }) => (notified ? one(1, { condition }) : [])),
  ),
  gauge(
    'rollout',
    '1 for a rollout in progress, or one that has stopped, by its status: starting, running, paused, rolling-back or stopped.',
    ['status'],
    ({ state: { rollout } }) =>
      rollout && (isInProgress(rollout) || rollout.status === 'stopped') ? one(1, { status: rollout.status }) : [],
  ),
  gauge(
    'rollout_workers',
    'Workers that the last rollout was to replace when it started.',
    [],
    ({ state: { rollout } }) => one(rollout?.total),
  ),
  gauge('rollout_failed_workers', 'Replacements of the last rollout that failed.', [], ({ state: { rollout } }) =>
    one(rollout?.failed.length),
  ),
  gauge('metric_value', 'The newest value of a metric of the policy.', ['metric'], ({ latest }) =>
    Object.entries(latest?.metrics ?? {}).flatMap(([metric, point]) => one(point?.value, { metric })),
  ),
  gauge('metric_age_seconds', 'The age of that value.', ['metric'], ({ latest }, now) =>
    Object.entries(latest?.metrics ?? {}).flatMap(([metric, point]) =>
      one(point?.at == null ? null : Math.max(0, now - point.at) / 1000, { metric }),
    ),
  ),
  gauge('decision_age_seconds', 'Time since the latest evaluation.', [], ({ latest }, now) =>
    one(latest && Math.max(0, now - latest.at) / 1000),
  ),
  gauge('policy_version', 'The version of the policy in force.', [], ({ state }) => one(state.policy.version)),
  gauge('policy_errors', 'Errors of the newest policy document; 0 if it was accepted.', [], ({ state }) =>
    one(state.policy.errors.length),
  ),
  gauge('failed_evaluations_in_a_row', 'Evaluations that failed in a row.', [], ({ state }) => one(state.failures)),
  gauge('unpublished_events', 'Steps and changes whose events wait for the bus.', [], ({ state }) =>
    one(Object.keys(state.outbox).length),
  ),
  counter('activities', 'Finished activities by kind and outcome.', ['kind', 'outcome'], ({ state }) =>
    many({ ...NO_ACTIVITIES, ...state.counters.activities }, (name) => {
      const [kind = '', outcome = ''] = name.split(' ');
      return { kind, outcome };
    }),
  ),
  gauge('activity_success_ratio', 'The share of finished activities that were done in full.', [], ({ state }) => {
    const counts = Object.entries(state.counters.activities);
    const all = counts.reduce((sum, [, count]) => sum + count, 0);
    const done = counts.reduce((sum, [name, count]) => sum + (name.endsWith(' done') ? count : 0), 0);
    return one(all === 0 ? null : done / all);
  }),
  counter('launch_failures', 'Errors of launches, by their code.', ['reason'], ({ state }) =>
    many(state.counters.launchFailures, (reason) => ({ reason })),
  ),
  counter('launched_workers', 'Workers that were launched.', [], ({ state }) => one(state.counters.launched)),
  counter('terminated_workers', 'Workers that were terminated.', [], ({ state }) => one(state.counters.terminated)),
  counter('replaced_workers', 'Workers that were replaced because they were unhealthy.', [], ({ state }) =>
    one(state.counters.replaced),
  ),
  counter('renewed_workers', 'Workers that were replaced by a rollout, or because of their age.', [], ({ state }) =>
    one(state.counters.renewed ?? 0),
  ),
  histogram(
    'launch_to_ready',
    'From the launch of a worker until an evaluation finds it ready.',
    ({ state }) => state.counters.launchToReady,
  ),
  histogram(
    'breach_to_ready',
    'From the first evaluation whose rules asked for more until one finds the worker ready.',
    ({ state }) => state.counters.breachToReady,
  ),
  ...(['p50', 'p95'] as const).map((share) =>
    gauge(
      `launch_to_ready_${share}_seconds`,
      `Time within which ${share === 'p50' ? 'half' : '95 %'} of the latest launches were ready, by type and by how the worker started (cold or warm).`,
      ['instance_type', 'start'],
      ({ state }) =>
        readyByType(state.counters.readyTimes ?? { types: {} }).flatMap(({ type, start, ...measured }) =>
          one(measured[share], { instance_type: type, start }),
        ),
    ),
  ),
  gauge('spend_dollars_per_hour', 'What the workers cost, if their prices are known.', [], ({ spendPerHour }) =>
    one(spendPerHour),
  ),
  gauge(
    'spot_savings_dollars_per_hour',
    'What the spot workers would cost more on demand, if prices are known.',
    [],
    ({ state }) => one(spendingOf(state)?.savedHourlyUsd),
  ),
  gauge(
    'month_spend_dollars',
    'What the workers have cost in this calendar month, in UTC, if prices are known.',
    [],
    ({ state }) => one(spendingOf(state)?.monthUsd),
  ),
  gauge(
    'budget_left_dollars',
    'What guards.budget leaves of its dollars per hour, if prices are known.',
    [],
    (group, now) => one(budgeted(group, now)?.left),
  ),
  gauge(
    'budget_used_ratio',
    'The share of guards.budget that the workers cost, if prices are known.',
    [],
    (group, now) => one(budgeted(group, now)?.used),
  ),
];

/** The metrics of all groups, in the order of the groups. `now`: ms since the epoch. */
export const groupMetrics = (groups: readonly MeasuredGroup[], now: number): Family[] =>
  GROUP_METRICS.map(({ name, type, help, of }) => ({
    name,
    type,
    help,
    samples: groups.flatMap((group) =>
      of(group, now).map((sample) => ({ ...sample, labels: { group: group.state.group, ...sample.labels } })),
    ),
  }));

function budgeted(
  { policy, spendPerHour }: MeasuredGroup,
  now: number,
): { readonly left: number; readonly used: number } | null {
  const budget = policy && budgetOf(policy, { now });
  if (budget === null || spendPerHour === null) return null;
  return { left: budget.hourlyUsd - spendPerHour, used: spendPerHour / budget.hourlyUsd };
}

/** Cumulative counts, as a histogram has them. */
function bucketsOf({ counts, sum }: Durations): Sample[] {
  let below = 0;
  const buckets = [...DURATION_BOUNDS, '+Inf'].map((bound, index) => {
    below += counts[index] ?? 0;
    return { suffix: '_bucket', labels: { le: String(bound) }, value: below };
  });
  return [...buckets, { suffix: '_sum', labels: {}, value: sum }, { suffix: '_count', labels: {}, value: below }];
}
