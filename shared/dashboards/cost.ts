import { assembled } from './assembly.ts';
import { graph, stat, table } from './panels.ts';
import { each, largest, ofGroups, sum } from './queries.ts';
import { FROM_CELL, FROM_SERIES } from './to-group.ts';

const SHOWN = 20;
const HOURS_PER_MONTH = 730;
const spend = each(ofGroups('spend_dollars_per_hour'));
const saved = each(ofGroups('spot_savings_dollars_per_hour'));
const month = each(ofGroups('month_spend_dollars'));
const used = each(ofGroups('budget_used_ratio'));
const left = each(ofGroups('budget_left_dollars'));
const ready = each(ofGroups('workers', 'state="ready"'));
const all = sum(each(ofGroups('workers'), 'state'), 'stage', 'group');
/** Workers that start, drain or are unhealthy cost as much as those that serve. */
const notServing = `${spend} * (1 - ${ready} / (${all} > 0))`;
const LIMITS = [
  [0.8, 'yellow'],
  [1, 'red'],
] as const;

const now = [
  stat({
    title: 'Dollars per hour',
    description: 'What the workers of all groups cost now.',
    unit: 'currencyUSD',
    legend: 'dollars',
    expr: sum(spend),
  }),
  stat({
    title: 'Dollars per month',
    unit: 'currencyUSD',
    legend: 'dollars',
    decimals: 0,
    description: `What a month of ${HOURS_PER_MONTH} hours costs, if everything stays as it is now.`,
    expr: `${sum(spend)} * ${HOURS_PER_MONTH}`,
  }),
  stat({
    title: 'Dollars in the last day',
    unit: 'currencyUSD',
    legend: 'dollars',
    decimals: 2,
    description: 'What the workers have cost in the last 24 hours.',
    expr: sum(each(`sum_over_time(${ofGroups('spend_dollars_per_hour')}[24h:5m]) / 12`)),
  }),
  stat({
    title: 'Dollars this month',
    unit: 'currencyUSD',
    legend: 'dollars',
    decimals: 2,
    description: 'What the workers have cost in this calendar month, in UTC.',
    expr: sum(month),
  }),
  stat({
    title: 'Saved by spot per hour',
    unit: 'currencyUSD',
    legend: 'dollars',
    description: 'What the spot workers would cost more on demand, in dollars per hour.',
    expr: sum(saved),
  }),
  stat({
    title: 'Spend on workers that do not serve',
    unit: 'currencyUSD',
    legend: 'dollars',
    description: 'Dollars per hour for workers that start, drain or are unhealthy.',
    expr: sum(notServing),
  }),
  stat({
    title: 'Groups near their budget',
    unit: 'none',
    legend: 'groups',
    steps: [[1, 'yellow']],
    description: 'Groups that use at least 80 % of guards.budget.',
    expr: `count(${used} >= 0.8) or vector(0)`,
  }),
  stat({
    title: 'Groups without prices',
    unit: 'none',
    legend: 'groups',
    description: 'Groups with workers whose prices are not known. Their workers are missing in the sums.',
    expr: `count(${each(ofGroups('desired_workers'))} > 0 unless ${spend}) or vector(0)`,
  }),
];

/** What groups cost, and how much of their budgets is left. */
export const cost = assembled({
  uid: 'headcount-cost',
  title: 'Headcount: cost',
  shows: 'groups',
  description: 'What groups cost, and how much of their budgets they use.',
  sections: [
    { height: 4, views: now },
    {
      title: 'Spend',
      height: 9,
      views: [
        graph({
          title: 'Dollars per hour',
          unit: 'currencyUSD',
          stacked: true,
          links: FROM_SERIES,
          description: `What the workers cost: the ${SHOWN} most expensive groups.`,
          series: [{ expr: largest(SHOWN, spend), legend: '{{group}}' }],
        }),
        graph({
          title: 'Dollars per ready worker and hour',
          unit: 'currencyUSD',
          links: FROM_SERIES,
          description:
            'The spend of a group divided by its ready workers. It rises when workers start slowly or drain for long.',
          series: [{ expr: largest(SHOWN, `${spend} / (${ready} > 0)`), legend: '{{group}}' }],
        }),
        graph({
          title: 'Spend on workers that do not serve',
          unit: 'currencyUSD',
          stacked: true,
          links: FROM_SERIES,
          description: 'Dollars per hour for workers that start, drain or are unhealthy.',
          series: [{ expr: `${largest(SHOWN, notServing)} > 0`, legend: '{{group}}' }],
        }),
      ],
    },
    {
      title: 'Budgets',
      height: 8,
      views: [
        graph({
          title: 'Used share of the budget',
          unit: 'percentunit',
          steps: LIMITS,
          links: FROM_SERIES,
          description: 'The share of guards.budget that the workers cost. At 100 %, the group is not scaled out.',
          series: [{ expr: used, legend: '{{group}}' }],
        }),
        graph({
          title: 'Left of the budget',
          unit: 'currencyUSD',
          isSigned: true,
          links: FROM_SERIES,
          description: 'Dollars per hour that groups may still add. Below 0, they are over their budgets.',
          series: [{ expr: left, legend: '{{group}}' }],
        }),
      ],
    },
    {
      height: 10,
      views: [
        table({
          title: 'Groups',
          description: 'A click on the name of a group opens its dashboard.',
          unit: 'currencyUSD',
          columns: [
            { name: 'Stage', label: 'stage' },
            { name: 'Group', label: 'group', links: FROM_CELL },
            { name: 'Dollars per hour', expr: spend },
            { name: 'Dollars per month', expr: `${spend} * ${HOURS_PER_MONTH}` },
            { name: 'Dollars this month', expr: month },
            { name: 'Saved by spot per hour', expr: saved },
            { name: 'Ready workers', expr: ready, unit: 'none' },
            { name: 'Dollars per ready worker', expr: `${spend} / (${ready} > 0)` },
            { name: 'Left of the budget', expr: left },
            { name: 'Used share of the budget', expr: used, unit: 'percentunit', steps: LIMITS },
          ],
        }),
      ],
    },
  ],
});
