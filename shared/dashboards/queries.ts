/** Panels and links refer to the variables of their dashboard by these. */
export const DATA_SOURCE = { type: 'prometheus', uid: `\${datasource}` } as const;

/** The name of a metric without its prefix. */
type Selected = (metric: string, labels?: string) => string;

/** A metric of the chosen groups. Without a label `stage`, as with a single stage, every value of the variable finds them. */
export const ofGroups: Selected = (metric, labels) => selected(metric, 'group=~"$group"', labels);

/** A metric of the stage itself. */
export const ofStage: Selected = (metric, labels) => selected(metric, labels);

const selected = (metric: string, ...labels: readonly (string | undefined)[]): string =>
  `headcount_${metric}{${['stage=~"$stage"', ...labels.filter((label) => label !== undefined)].join(',')}}`;

/** One value for each group and the labels. Several targets may scrape the same metrics: they agree. */
export const each = (expression: string, ...labels: readonly string[]): string =>
  `max by (${['stage', 'group', ...labels].join(', ')}) (${expression})`;

/** One value for each stage and the labels, of a metric of the stage itself. */
export const eachStage = (expression: string, ...labels: readonly string[]): string =>
  `max by (${['stage', ...labels].join(', ')}) (${expression})`;

/** The sum over the chosen groups, for each value of the labels. */
export const sum = (expression: string, ...labels: readonly string[]): string =>
  labels.length === 0 ? `sum(${expression})` : `sum by (${labels.join(', ')}) (${expression})`;

export const largest = (count: number, expression: string): string => `topk(${count}, ${expression})`;

/** How much a counter grew within a time, for each group and the labels. */
export const grown = (counter: string, range: string, ...labels: readonly string[]): string =>
  each(`increase(${ofGroups(counter)}[${range}])`, ...labels);

/** A quantile of a histogram over the chosen groups. */
export const quantile = (share: number, histogram: string, range: string): string =>
  `histogram_quantile(${share}, ${sum(grown(`${histogram}_seconds_bucket`, range, 'le'), 'le')})`;
