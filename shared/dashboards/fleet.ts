import { assembled } from './assembly.ts';
import { ACTIVITIES, FAILED_LAUNCHES, mostTook } from './common.ts';
import { graph, stat, table, timeline } from './panels.ts';
import { each, eachStage, largest, ofGroups, ofStage, sum } from './queries.ts';
import { FROM_CELL, FROM_SERIES } from './to-group.ts';

const SHOWN = 20;
/** Steady groups are evaluated every five minutes. */
const LATE = [
  [420, 'yellow'],
  [900, 'red'],
] as const;
const inState = (state: string): string => ofGroups('workers', `state="${state}"`);
const desired = each(ofGroups('desired_workers'));
const ready = each(inState('ready'));
const missing = `clamp_min(${desired} - ${ready}, 0)`;

const now = [
  stat({
    title: 'Groups',
    description: 'Groups with a policy in force.',
    unit: 'none',
    legend: 'groups',
    expr: sum(eachStage(ofStage('groups'))),
  }),
  stat({
    title: 'Ready workers',
    description: 'Workers that can take work.',
    unit: 'none',
    legend: 'ready',
    expr: sum(ready),
  }),
  stat({
    title: 'Missing workers',
    unit: 'none',
    legend: 'missing',
    steps: [[1, 'yellow']],
    description: 'Workers that groups should have and that are not ready: they are starting, or could not be launched.',
    expr: sum(missing),
  }),
  stat({
    title: 'Unhealthy workers',
    unit: 'none',
    legend: 'unhealthy',
    steps: [[1, 'red']],
    description: 'Workers that fail their health checks and will be replaced.',
    expr: sum(each(inState('unhealthy'))),
  }),
  stat({
    title: 'Groups in a condition',
    unit: 'none',
    legend: 'groups',
    steps: [[1, 'red']],
    description:
      'Groups that cannot launch, have no data, replace workers in a loop or stay at their maximum, for longer than notifyAfter.',
    expr: `count(${each(ofGroups('condition'))}) or vector(0)`,
  }),
  stat({
    title: 'Oldest evaluation',
    unit: 's',
    legend: 'age',
    steps: LATE,
    description:
      'Time since the latest evaluation of the group that has waited longest. Steady groups are evaluated every five minutes.',
    expr: `max(${ofGroups('decision_age_seconds')})`,
  }),
  stat({
    title: 'Age of these metrics',
    unit: 's',
    legend: 'age',
    description: 'Time since the metrics were read from the table. It grows if the job that reads them has stopped.',
    expr: `max(time() - ${ofStage('read_timestamp_seconds')})`,
    steps: [
      [180, 'yellow'],
      [600, 'red'],
    ],
  }),
  stat({
    title: 'Dollars per hour',
    unit: 'currencyUSD',
    legend: 'dollars',
    description: 'What the workers of all groups cost now, as far as their prices are known.',
    expr: sum(each(ofGroups('spend_dollars_per_hour'))),
  }),
];

const groups = table({
  title: 'Groups',
  unit: 'none',
  description: 'Every group as it is now. A click on its name opens its dashboard.',
  columns: [
    { name: 'Stage', label: 'stage' },
    { name: 'Group', label: 'group', links: FROM_CELL },
    { name: 'Desired', expr: desired },
    { name: 'Ready', expr: ready },
    { name: 'Starting', expr: `${each(inState('pending'))} + ${each(inState('warming'))}` },
    { name: 'Draining', expr: each(inState('draining')) },
    { name: 'Unhealthy', expr: each(inState('unhealthy')), steps: [[1, 'red']] },
    { name: 'Minimum', expr: each(ofGroups('min_workers')) },
    { name: 'Maximum', expr: each(ofGroups('max_workers')) },
    { name: 'Dollars per hour', expr: each(ofGroups('spend_dollars_per_hour')), unit: 'currencyUSD' },
    {
      name: 'Evaluated',
      expr: each(ofGroups('decision_age_seconds')),
      unit: 's',
      steps: LATE,
    },
    {
      name: 'Failed evaluations',
      expr: each(ofGroups('failed_evaluations_in_a_row')),
      steps: [
        [1, 'yellow'],
        [3, 'red'],
      ],
    },
    { name: 'Policy errors', expr: each(ofGroups('policy_errors')), steps: [[1, 'red']] },
  ],
});

/** All groups: their workers, what holds them, and how they are resized. */
export const fleet = assembled({
  uid: 'headcount-fleet',
  title: 'Headcount: fleet',
  shows: 'groups',
  description: 'All groups of a stage at a glance.',
  sections: [
    { height: 4, views: now },
    { height: 10, views: [groups] },
    {
      title: 'Workers',
      height: 8,
      views: [
        graph({
          title: 'Ready workers',
          description: `The ${SHOWN} largest groups.`,
          unit: 'none',
          stacked: true,
          series: [{ expr: largest(SHOWN, ready), legend: '{{group}}' }],
          links: FROM_SERIES,
        }),
        graph({
          title: 'Missing workers',
          unit: 'none',
          stacked: true,
          links: FROM_SERIES,
          description: `The ${SHOWN} groups with the most missing workers. A peak ends when the launched workers are ready.`,
          series: [{ expr: `${largest(SHOWN, missing)} > 0`, legend: '{{group}}' }],
        }),
      ],
    },
    {
      title: 'Resizes',
      height: 8,
      views: [
        ACTIVITIES,
        graph({
          title: 'Failed launches in the last hour',
          unit: 'none',
          stacked: true,
          description: 'Errors of launches, by their code. The runbook explains them.',
          series: [FAILED_LAUNCHES],
        }),
        graph({
          title: 'From breach to ready',
          unit: 's',
          stepped: false,
          description:
            'How long it took from the moment the rules asked for more until the workers were ready, over six hours.',
          series: mostTook('breach_to_ready'),
        }),
      ],
    },
    {
      title: 'What holds groups',
      height: 8,
      views: [
        timeline({
          title: 'Conditions',
          color: 'red',
          description: 'Conditions that have lasted for longer than notifyAfter.',
          series: [{ expr: each(ofGroups('condition'), 'condition'), legend: '{{group}}: {{condition}}' }],
        }),
        graph({
          title: 'Groups that are held',
          unit: 'none',
          stacked: true,
          description: 'How many groups could not have the size that their rules asked for, by what held them.',
          series: [
            { expr: `count by (blocked_by) (${each(ofGroups('held'), 'blocked_by')})`, legend: '{{blocked_by}}' },
          ],
        }),
        timeline({
          title: 'Paused',
          description: 'Groups that somebody paused, and the direction.',
          color: 'blue',
          series: [{ expr: each(ofGroups('paused'), 'direction'), legend: '{{group}}: {{direction}}' }],
        }),
      ],
    },
    {
      title: 'Headcount itself',
      height: 7,
      views: [
        graph({
          title: 'Evaluations in the last hour',
          unit: 'none',
          stacked: true,
          colors: { failed: 'red' },
          description: 'Evaluations of groups, by their result.',
          series: [
            {
              expr: sum(eachStage(`increase(${ofStage('evaluations_total')}[1h])`, 'result'), 'result'),
              legend: '{{result}}',
            },
          ],
        }),
        graph({
          title: 'Age of the latest evaluation',
          unit: 's',
          links: FROM_SERIES,
          description: `The ${SHOWN} groups that have waited longest.`,
          series: [{ expr: largest(SHOWN, each(ofGroups('decision_age_seconds'))), legend: '{{group}}' }],
          steps: LATE,
        }),
        graph({
          title: 'Failed evaluations in a row',
          unit: 'none',
          links: FROM_SERIES,
          description: 'Groups whose evaluations fail. They keep their size.',
          series: [{ expr: `${each(ofGroups('failed_evaluations_in_a_row'))} > 0`, legend: '{{group}}' }],
        }),
        graph({
          title: 'Waiting messages',
          unit: 'none',
          colors: { 'dead-letters': 'red', failures: 'orange' },
          description:
            'Groups that wait for their evaluation, and what failed in every retry. The runbook explains the queues.',
          series: [{ expr: sum(eachStage(ofStage('queue_messages'), 'queue'), 'queue'), legend: '{{queue}}' }],
        }),
      ],
    },
    {
      height: 7,
      views: [
        graph({
          title: 'What doctor finds',
          unit: 'none',
          links: FROM_SERIES,
          description: 'Findings that need attention. They are missing unless the metrics are read with --doctor.',
          series: [
            { expr: each(ofGroups('doctor_findings', 'attention="true"'), 'kind'), legend: '{{group}}: {{kind}}' },
          ],
        }),
        graph({
          title: 'Unpublished events',
          unit: 'none',
          links: FROM_SERIES,
          description: 'Events that wait for the bus.',
          series: [{ expr: `${each(ofGroups('unpublished_events'))} > 0`, legend: '{{group}}' }],
        }),
        graph({
          title: 'Errors of the HTTP API in the last hour',
          unit: 'none',
          description: 'Requests that were answered with 500.',
          series: [{ expr: sum(eachStage(`increase(${ofStage('api_errors_total')}[1h])`)), legend: 'errors' }],
        }),
        graph({
          title: 'What could not be read',
          unit: 'none',
          description: 'Groups with an unusable state, and parts of these metrics that could not be read.',
          series: [
            { expr: sum(eachStage(ofStage('unusable_groups'))), legend: 'groups' },
            {
              expr: `count(${eachStage(ofStage('collector_success'), 'collector')} == 0)`,
              legend: 'parts of the metrics',
            },
          ],
        }),
      ],
    },
  ],
});
