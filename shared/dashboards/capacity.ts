import { assembled } from './assembly.ts';
import { FAILED_LAUNCHES, LAUNCH_TO_READY } from './common.ts';
import { graph, stat, table } from './panels.ts';
import { each, grown, largest, ofGroups, sum } from './queries.ts';
import { FROM_CELL, FROM_SERIES } from './to-group.ts';

const SHOWN = 20;
const desired = each(ofGroups('desired_workers'));
const maximum = each(ofGroups('max_workers'));
const inCondition = (condition: string): string =>
  `count(${each(ofGroups('condition', `condition="${condition}"`))}) or vector(0)`;
const overflow = (direction: string): string =>
  each(ofGroups('overflow_workers', `direction="${direction}"`), 'region');
const noticed = (notice: string): string => each(ofGroups('noticed_workers', `notice="${notice}"`));

const now = [
  stat({
    title: 'Groups at their maximum',
    unit: 'none',
    legend: 'groups',
    steps: [[1, 'yellow']],
    description: 'Groups whose rules have asked for more than the maximum for longer than notifyAfter.',
    expr: inCondition('at-max'),
  }),
  stat({
    title: 'Groups that cannot launch',
    unit: 'none',
    legend: 'groups',
    steps: [[1, 'red']],
    description: 'Groups that lack workers because launches fail, for longer than notifyAfter.',
    expr: inCondition('cannot-launch'),
  }),
  stat({
    title: 'Room to grow',
    unit: 'none',
    legend: 'workers',
    description: 'How many workers all groups together may add before they reach their maxima.',
    expr: sum(`clamp_min(${maximum} - ${desired}, 0)`),
  }),
  stat({
    title: 'Interrupted workers',
    unit: 'none',
    legend: 'workers',
    steps: [[1, 'yellow']],
    description: 'Workers that EC2 takes back or has taken back in the last 15 minutes.',
    expr: sum(noticed('interruption')),
  }),
  stat({
    title: 'Workers at risk',
    unit: 'none',
    legend: 'workers',
    steps: [[1, 'yellow']],
    description: 'Workers with a rebalance recommendation: EC2 expects to take them back.',
    expr: sum(noticed('rebalance')),
  }),
  stat({
    title: 'Failed launches in a day',
    unit: 'none',
    legend: 'errors',
    steps: [[1, 'yellow']],
    decimals: 0,
    description: 'Errors of launches in the last 24 hours.',
    expr: `${sum(grown('launch_failures_total', '24h', 'reason'))} or vector(0)`,
  }),
];

/** Whether groups can grow: their maxima, EC2's capacity, and the workers that EC2 takes back. */
export const capacity = assembled({
  uid: 'headcount-capacity',
  title: 'Headcount: capacity and spot',
  shows: 'groups',
  description: 'Whether groups can grow: their maxima, failed launches, and workers that EC2 takes back.',
  sections: [
    { height: 4, views: now },
    {
      title: 'Room',
      height: 8,
      views: [
        graph({
          title: 'Share of the maximum in use',
          unit: 'percentunit',
          max: 1,
          links: FROM_SERIES,
          description: `Desired workers divided by the maximum in force: the ${SHOWN} groups with the least room.`,
          series: [{ expr: largest(SHOWN, `${desired} / (${maximum} > 0)`), legend: '{{group}}' }],
          steps: [[0.9, 'yellow']],
        }),
        table({
          title: 'Groups with the least room',
          unit: 'none',
          description: 'A click on the name of a group opens its dashboard.',
          columns: [
            { name: 'Stage', label: 'stage' },
            { name: 'Group', label: 'group', links: FROM_CELL },
            { name: 'Room', expr: `bottomk(${SHOWN}, ${maximum} - ${desired})` },
          ],
        }),
      ],
    },
    {
      title: 'Spot',
      height: 8,
      views: [
        graph({
          title: 'Notices',
          unit: 'none',
          stacked: true,
          colors: { interruption: 'red', rebalance: 'yellow' },
          description: 'Workers that EC2 takes or has taken, by its notice. They count for 15 minutes.',
          series: [{ expr: sum(each(ofGroups('noticed_workers'), 'notice'), 'notice'), legend: '{{notice}}' }],
        }),
        graph({
          title: 'Interrupted workers',
          unit: 'none',
          stacked: true,
          links: FROM_SERIES,
          description: 'Which groups lose workers.',
          series: [{ expr: `${noticed('interruption')} > 0`, legend: '{{group}}' }],
        }),
        graph({
          title: 'Replaced workers in the last hour',
          unit: 'none',
          stacked: true,
          links: FROM_SERIES,
          description: 'Workers that were replaced because they were unhealthy.',
          series: [{ expr: `${grown('replaced_workers_total', '1h')} > 0`, legend: '{{group}}' }],
        }),
      ],
    },
    {
      title: 'Launches',
      height: 8,
      views: [
        graph({
          title: 'Launched workers in the last hour',
          unit: 'none',
          stacked: true,
          links: FROM_SERIES,
          description: 'Workers that were launched, by group.',
          series: [{ expr: `${grown('launched_workers_total', '1h')} > 0`, legend: '{{group}}' }],
        }),
        graph({
          title: 'Failed launches in the last hour',
          unit: 'none',
          stacked: true,
          description: 'Errors by their code, such as InsufficientInstanceCapacity or VcpuLimitExceeded.',
          series: [FAILED_LAUNCHES],
        }),
        graph({
          title: 'Groups with failed launches',
          unit: 'none',
          stacked: true,
          links: FROM_SERIES,
          description: 'Errors of launches in the last hour, by group.',
          series: [
            {
              expr: `${sum(grown('launch_failures_total', '1h', 'reason'), 'stage', 'group')} > 0`,
              legend: '{{group}}',
            },
          ],
        }),
      ],
    },
    {
      title: 'Other regions',
      height: 8,
      views: [
        graph({
          title: 'Workers asked of other regions',
          unit: 'none',
          stacked: true,
          links: FROM_SERIES,
          description: 'Workers that groups cannot launch in their own region, and ask another region for.',
          series: [{ expr: `${overflow('asked')} > 0`, legend: '{{group}}: {{region}}' }],
        }),
        graph({
          title: 'Workers requested by other regions',
          unit: 'none',
          stacked: true,
          links: FROM_SERIES,
          description: 'Workers that other regions cannot launch, and ask groups of this region for.',
          series: [{ expr: `${overflow('requested')} > 0`, legend: '{{group}}: {{region}}' }],
        }),
      ],
    },
    {
      title: 'Time',
      height: 8,
      views: [
        LAUNCH_TO_READY,
        graph({
          title: 'Overloaded workers',
          unit: 'none',
          stacked: true,
          links: FROM_SERIES,
          description: 'Workers that rules on single workers found overloaded.',
          series: [{ expr: `${each(ofGroups('overloaded_workers'), 'rule')} > 0`, legend: '{{group}}: {{rule}}' }],
        }),
        graph({
          title: 'Overdue drains',
          unit: 's',
          stepped: false,
          links: FROM_SERIES,
          description: 'How long ago the oldest drain should have ended.',
          series: [{ expr: `${each(ofGroups('drain_overdue_seconds'))} > 0`, legend: '{{group}}' }],
        }),
      ],
    },
  ],
});
