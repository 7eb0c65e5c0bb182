import type { DASHBOARDS, Dashboard } from '../../../shared/dashboards/index.ts';
import { GROUP_METRICS, STAGE_METRICS } from '../../../shared/presentation/index.ts';

type Panel = Dashboard['panels'][number];
export type View = Exclude<Panel, { type: 'row' }>;

export const viewsOf = ({ panels }: Dashboard): View[] => panels.filter((panel): panel is View => panel.type !== 'row');

/** What Prometheus is asked for: the queries of panels and annotations. */
export const expressionsOf = (dashboard: (typeof DASHBOARDS)[keyof typeof DASHBOARDS]): string[] => [
  ...viewsOf(dashboard).flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...dashboard.annotations.list.map(({ target }) => target.expr),
];

/** A metric as Prometheus stores it, with the labels that its series have. */
export interface Exposed {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly labels: readonly string[];
}

/** Of the scraped target, not of the exposition. */
const TARGET_LABELS = ['stage'];

/** The metrics of the exposition, histograms by their three series. */
export const EXPOSED: readonly Exposed[] = [
  ...STAGE_METRICS.map(({ name, type, labels }) => ({ name, type, labels: [...TARGET_LABELS, ...labels] })),
  ...GROUP_METRICS.flatMap(({ name, type, labels }): Exposed[] => {
    const all = [...TARGET_LABELS, 'group', ...labels];
    if (type !== 'histogram') return [{ name, type, labels: all }];
    const without = all.filter((label) => label !== 'le');
    return [
      { name: `${name}_bucket`, type, labels: all },
      ...['sum', 'count'].map((suffix) => ({ name: `${name}_${suffix}`, type, labels: without })),
    ];
  }),
];

/** The metrics that an expression selects, with the labels that it compares. */
export const selectedIn = (expression: string): { readonly name: string; readonly labels: readonly string[] }[] =>
  [...expression.matchAll(/\b(headcount_\w+)(?:\{([^}]*)\})?/g)].map(([, name = '', matchers = '']) => ({
    name,
    labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
  }));

/** The labels by which an expression sums or matches. */
export const groupedIn = (expression: string): string[] =>
  [...expression.matchAll(/\b(?:by|on|without|ignoring)\s*\(([^)]*)\)/g)].flatMap(([, labels = '']) =>
    labels.split(',').map((label) => label.trim()),
  );
