import { boundsInForce, hourlyBudget } from '../decision/index.ts';
import type { MeasuredGroup } from '../operations/index.ts';
import { DURATION_BOUNDS, type Durations } from '../state/index.ts';
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
  ...{ name: `headcount_${name}`, type: 'gauge', help, labels, of },
});
const counter = (name: string, help: string, labels: readonly string[], of: Definition['of']): Definition => ({
  ...{ name: `headcount_${name}_total`, type: 'counter', help, labels, of },
});
const histogram = (name: string, help: string, of: (group: MeasuredGroup) => Durations): Definition => ({
  ...{ name: `headcount_${name}_seconds`, type: 'histogram', help, labels: ['le'] },
  of: (group) => bucketsOf(of(group)),
});

/** Every metric of a group; each has the label `group`, too. Names and labels are stable: they are not renamed before a new major version. */
export const GROUP_METRICS: readonly Definition[] = [
  gauge('desired_workers', 'Workers that the group should have.', [], ({ state }) => one(state.decision.desired)),
  gauge('workers', 'Workers by state: pending, warming, ready, draining or unhealthy.', ['state'], ({ latest }) =>
    many(latest?.workers ?? {}, (state) => ({ state })),
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
    many(state.counters.activities, (name) => {
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
  gauge('spend_usd_per_hour', 'What the workers cost, if their prices are known.', [], ({ spendPerHour }) =>
    one(spendPerHour),
  ),
  gauge(
    'budget_left_usd_per_hour',
    'What guards.budget leaves, if prices are known.',
    [],
    ({ policy, spendPerHour }) => {
      const budget = policy && hourlyBudget(policy);
      return one(budget === null || spendPerHour === null ? null : budget - spendPerHour);
    },
  ),
];

/** The metrics of all groups, in the order of the groups. `now`: ms since the epoch. */
export function groupMetrics(groups: readonly MeasuredGroup[], now: number): Family[] {
  const families = GROUP_METRICS.map(({ name, type, help, of }) => ({
    ...{ name, type, help },
    samples: groups.flatMap((group) =>
      of(group, now).map((sample) => ({ ...sample, labels: { group: group.state.group, ...sample.labels } })),
    ),
  }));
  const count = { name: 'headcount_groups', type: 'gauge' as const, help: 'Groups with a state that can be read.' };
  return [{ ...count, samples: one(groups.length) }, ...families];
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
