import { assembled } from './assembly.ts';
import { ACTIVITIES, FAILED_LAUNCHES, LAUNCH_TO_READY, mostTook } from './common.ts';
import type { Annotation } from './model.ts';
import { graph, type Series, stat, table, timeline } from './panels.ts';
import { DATA_SOURCE, each, grown, ofGroups, sum } from './queries.ts';
import { GROUP_DASHBOARD } from './to-group.ts';

const desired: Series = { expr: each(ofGroups('desired_workers')), legend: 'desired' };
const inState = (state: string): string => each(ofGroups('workers', `state="${state}"`));

const now = [
  stat({ title: 'Desired', unit: 'none', ...desired, description: 'Workers that the group should have.' }),
  stat({
    title: 'Ready',
    description: 'Workers that can take work.',
    unit: 'none',
    legend: 'ready',
    expr: inState('ready'),
  }),
  stat({
    title: 'Starting',
    description: 'Workers that boot or warm up.',
    unit: 'none',
    legend: 'starting',
    expr: `${inState('pending')} + ${inState('warming')}`,
  }),
  stat({
    title: 'Draining',
    description: 'Workers that finish their work before they are terminated.',
    unit: 'none',
    legend: 'draining',
    expr: inState('draining'),
  }),
  stat({
    title: 'Unhealthy',
    description: 'Workers that fail their health checks.',
    unit: 'none',
    steps: [[1, 'red']],
    legend: 'unhealthy',
    expr: inState('unhealthy'),
  }),
  stat({
    title: 'Dollars per hour',
    description: 'What the workers cost, if their prices are known.',
    unit: 'currencyUSD',
    legend: 'spend',
    expr: each(ofGroups('spend_dollars_per_hour')),
  }),
  stat({
    title: 'Latest evaluation',
    unit: 's',
    legend: 'age',
    steps: [
      [420, 'yellow'],
      [900, 'red'],
    ],
    description: 'Time since the group was last evaluated.',
    expr: each(ofGroups('decision_age_seconds')),
  }),
  stat({
    title: 'Complete activities',
    unit: 'percentunit',
    legend: 'share',
    description: 'The share of all launches and removals that were done in full.',
    expr: each(ofGroups('activity_success_ratio')),
  }),
];

const about = table({
  title: 'Policy',
  description: 'What the policy in force says about the group.',
  unit: 'none',
  columns: [
    { name: 'Tier', label: 'tier' },
    { name: 'Profile', label: 'profile' },
    { name: 'Provider', label: 'provider' },
    { name: 'Records of evaluations', label: 'history' },
    { name: 'Version', expr: each(ofGroups('policy_version')) },
    { name: 'Errors of the newest document', expr: each(ofGroups('policy_errors')), steps: [[1, 'red']] },
    { name: 'Info', expr: each(ofGroups('group_info'), 'tier', 'profile', 'provider', 'history'), isHidden: true },
    { name: 'Stage', label: 'stage', isHidden: true },
    { name: 'Group', label: 'group', isHidden: true },
  ],
});

const newVersion: Annotation = {
  name: 'New policy',
  datasource: DATA_SOURCE,
  enable: true,
  iconColor: 'blue',
  titleFormat: 'New policy',
  textFormat: 'Version {{value}} came into force',
  target: {
    refId: 'Anno',
    datasource: DATA_SOURCE,
    expr: `changes(${ofGroups('policy_version')}[2m]) > 0`,
    interval: '1m',
  },
};

/** One group: its workers, what its rules ask for and why it has its size. */
export const group = assembled({
  uid: GROUP_DASHBOARD,
  title: 'Headcount: group',
  shows: 'one group',
  annotations: [newVersion],
  description: 'One group: its workers, what its rules ask for, and what holds it.',
  sections: [
    { height: 4, views: now },
    { height: 3, views: [about] },
    {
      title: 'Workers and rules',
      height: 9,
      views: [
        graph({
          title: 'Workers',
          unit: 'none',
          stacked: true,
          dashed: ['desired', 'minimum', 'maximum'],
          description: 'Workers by state, the desired capacity, and the bounds in force with their schedules.',
          series: [
            { expr: each(ofGroups('workers'), 'state'), legend: '{{state}}' },
            desired,
            { expr: each(ofGroups('min_workers')), legend: 'minimum' },
            { expr: each(ofGroups('max_workers')), legend: 'maximum' },
          ],
          colors: {
            ready: 'green',
            warming: 'yellow',
            pending: 'orange',
            draining: 'purple',
            unhealthy: 'red',
            desired: 'text',
            minimum: 'blue',
            maximum: 'blue',
          },
        }),
        graph({
          title: 'What the rules ask for',
          unit: 'none',
          dashed: ['desired'],
          colors: { desired: 'text' },
          description: 'The proposal of each rule. The largest counts; then behavior, bounds and guards apply.',
          series: [{ expr: each(ofGroups('rule_proposal_workers'), 'rule'), legend: '{{rule}}' }, desired],
        }),
      ],
    },
    {
      title: 'What holds the group',
      height: 6,
      views: [
        timeline({
          title: 'Held by',
          description: 'What kept the group from the size that its rules asked for.',
          color: 'yellow',
          series: [{ expr: each(ofGroups('held'), 'blocked_by'), legend: '{{blocked_by}}' }],
        }),
        timeline({
          title: 'Conditions',
          description: 'Conditions that have lasted for longer than notifyAfter.',
          color: 'red',
          series: [{ expr: each(ofGroups('condition'), 'condition'), legend: '{{condition}}' }],
        }),
        timeline({
          title: 'Paused',
          description: 'When somebody paused the group, and in which direction.',
          color: 'blue',
          series: [{ expr: each(ofGroups('paused'), 'direction'), legend: '{{direction}}' }],
        }),
      ],
    },
    {
      title: 'Rollouts',
      height: 6,
      views: [
        timeline({
          title: 'Rollout',
          description: 'When workers were replaced by those of another version, and what became of it.',
          color: 'purple',
          series: [{ expr: each(ofGroups('rollout'), 'status'), legend: '{{status}}' }],
        }),
        graph({
          title: 'Workers of the last rollout',
          unit: 'none',
          description: 'How many workers were to be replaced, and how many replacements failed.',
          series: [
            { expr: each(ofGroups('rollout_workers')), legend: 'to replace' },
            { expr: each(ofGroups('rollout_failed_workers')), legend: 'failed' },
          ],
          colors: { 'to replace': 'blue', failed: 'red' },
        }),
      ],
    },
    {
      title: 'Metrics of the policy',
      height: 8,
      views: [
        graph({
          title: 'Values',
          description: 'The newest value of each metric that the rules read.',
          unit: 'none',
          series: [{ expr: each(ofGroups('metric_value'), 'metric'), legend: '{{metric}}' }],
        }),
        graph({
          title: 'Age of the values',
          unit: 's',
          stepped: false,
          description: 'How old the newest values are. A value that is older than maxAge counts as missing data.',
          series: [{ expr: each(ofGroups('metric_age_seconds'), 'metric'), legend: '{{metric}}' }],
        }),
        graph({
          title: 'Overloaded workers',
          unit: 'none',
          description: 'Workers that a rule on single workers found overloaded.',
          series: [{ expr: each(ofGroups('overloaded_workers'), 'rule'), legend: '{{rule}}' }],
        }),
      ],
    },
    {
      title: 'Resizes',
      height: 8,
      views: [
        graph({
          title: 'Launched and terminated workers in the last hour',
          unit: 'none',
          description:
            'Also those that were replaced because they were unhealthy, and those that were renewed by a rollout or for their age.',
          series: [
            { expr: sum(grown('launched_workers_total', '1h')), legend: 'launched' },
            { expr: sum(grown('terminated_workers_total', '1h')), legend: 'terminated' },
            { expr: sum(grown('replaced_workers_total', '1h')), legend: 'replaced' },
            { expr: sum(grown('renewed_workers_total', '1h')), legend: 'renewed' },
          ],
          colors: { launched: 'green', terminated: 'blue', replaced: 'red', renewed: 'purple' },
        }),
        ACTIVITIES,
        graph({
          title: 'Failed launches in the last hour',
          unit: 'none',
          stacked: true,
          description: 'Errors of launches, by their code.',
          series: [FAILED_LAUNCHES],
        }),
      ],
    },
    {
      title: 'How long it takes',
      height: 8,
      views: [
        LAUNCH_TO_READY,
        graph({
          title: 'From launch to ready, by type',
          unit: 's',
          stepped: false,
          description: 'Within which time half and 95 % of the latest launches of each type were ready.',
          series: (['p50', 'p95'] as const).map((share) => ({
            expr: each(ofGroups(`launch_to_ready_${share}_seconds`), 'instance_type', 'start'),
            legend: `{{instance_type}}, {{start}}: ${share === 'p50' ? 'half' : '95 %'}`,
          })),
        }),
        graph({
          title: 'From breach to ready',
          unit: 's',
          stepped: false,
          description: 'From the moment the rules asked for more until the workers were ready, over six hours.',
          series: mostTook('breach_to_ready'),
        }),
        graph({
          title: 'Overdue drains',
          unit: 's',
          stepped: false,
          description:
            'How long ago the oldest drain should have ended, and whether its workers may finish their work.',
          series: [
            {
              expr: each(ofGroups('drain_overdue_seconds'), 'waits_for_busy'),
              legend: 'waits for busy workers: {{waits_for_busy}}',
            },
          ],
        }),
      ],
    },
  ],
});
