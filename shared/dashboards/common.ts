import { graph, type Series } from './panels.ts';
import { grown, quantile, sum } from './queries.ts';

/** How long half and 95 % of what a histogram counts took at most, over six hours. */
export const mostTook = (histogram: string): readonly Series[] => [
  { expr: quantile(0.5, histogram, '6h'), legend: 'half are faster' },
  { expr: quantile(0.95, histogram, '6h'), legend: '95 % are faster' },
];

/** Errors of launches in the last hour, by their code. */
export const FAILED_LAUNCHES: Series = {
  expr: `${sum(grown('launch_failures_total', '1h', 'reason'), 'reason')} > 0`,
  legend: '{{reason}}',
};

export const ACTIVITIES = graph({
  title: 'Activities in the last hour',
  unit: 'none',
  stacked: true,
  description: 'Launches and removals that have ended, by their outcome.',
  series: [
    {
      expr: sum(grown('activities_total', '1h', 'kind', 'outcome'), 'kind', 'outcome'),
      legend: '{{kind}}: {{outcome}}',
    },
  ],
});

export const LAUNCH_TO_READY = graph({
  title: 'From launch to ready',
  unit: 's',
  stepped: false,
  description: 'Boot and warm-up, over six hours.',
  series: mostTook('launch_to_ready'),
});
