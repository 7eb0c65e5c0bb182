import type { Override, Query, View } from './model.ts';
import { DATA_SOURCE } from './queries.ts';

/** Grafana's names of units: https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit */
export type Unit = 'none' | 's' | 'percentunit' | 'currencyUSD';
/** Colors that Grafana adapts to its light and its dark theme. */
export type Color = 'green' | 'yellow' | 'orange' | 'red' | 'blue' | 'purple' | 'text';

export interface Described {
  readonly title: string;
  readonly description: string;
  readonly unit: Unit;
}

/** A PromQL expression, and what its series are called. */
export interface Series {
  readonly expr: string;
  readonly legend: string;
}

/** From these values on, a number or a line has the color. */
export type Steps = readonly (readonly [from: number, color: Color])[];

/** A link that Grafana shows on a series or a cell. */
export interface DataLink {
  readonly title: string;
  readonly url: string;
}

const refId = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

const targets = (series: readonly Series[], more: Partial<Query>): Query[] =>
  series.map(({ expr, legend }, index) => ({
    refId: refId(index),
    datasource: DATA_SOURCE,
    expr,
    legendFormat: legend,
    editorMode: 'code',
    ...more,
  }));

/** The first step has no lower bound. */
const thresholds = (steps: Steps) => ({
  mode: 'absolute' as const,
  steps: [{ value: null, color: 'green' }, ...steps.map(([value, color]) => ({ value, color }))],
});

/** The value now, with its course behind it. */
export function stat(described: Described & Series & { readonly steps?: Steps; readonly decimals?: number }): View {
  const { title, description, unit, steps = [], decimals } = described;
  return {
    type: 'stat',
    title,
    description,
    datasource: DATA_SOURCE,
    targets: targets([described], { range: true }),
    options: {
      graphMode: 'area',
      colorMode: 'value',
      justifyMode: 'auto',
      textMode: 'value',
      orientation: 'auto',
      wideLayout: true,
      showPercentChange: false,
      percentChangeColorMode: 'standard',
      reduceOptions: { calcs: ['lastNotNull'], values: false, fields: '' },
    },
    fieldConfig: {
      defaults: {
        unit,
        noValue: 'no data',
        color: { mode: 'thresholds' },
        thresholds: thresholds(steps),
        ...(decimals === undefined ? {} : { decimals }),
      },
      overrides: [],
    },
  };
}

interface Graph extends Described {
  readonly series: readonly Series[];
  /** Draws the series on top of each other, so that the top is their sum. */
  readonly stacked?: boolean;
  /** Steps instead of slopes: for figures that hold until the next one. */
  readonly stepped?: boolean;
  readonly colors?: Readonly<Record<string, Color>>;
  /** Series that are bounds or goals. Their lines are dashed, and not part of a stack. */
  readonly dashed?: readonly string[];
  /** Lines across the graph. */
  readonly steps?: Steps;
  readonly max?: number;
  /** Whether values may be below 0. */
  readonly isSigned?: boolean;
  readonly links?: readonly DataLink[];
}

export function graph({ title, description, unit, series, stacked = false, ...more }: Graph): View {
  const { stepped = true, colors = {}, dashed = [], steps, max, isSigned = false, links = [] } = more;
  return {
    type: 'timeseries',
    title,
    description,
    datasource: DATA_SOURCE,
    interval: '1m',
    targets: targets(series, { range: true }),
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    fieldConfig: {
      defaults: {
        unit,
        ...(isSigned ? {} : { min: 0 }),
        ...(max === undefined ? {} : { max }),
        color: { mode: 'palette-classic-by-name' },
        ...(steps ? { thresholds: thresholds(steps) } : {}),
        ...(links.length > 0 ? { links: links.map(linked) } : {}),
        custom: {
          drawStyle: 'line',
          lineWidth: 1,
          fillOpacity: stacked ? 40 : 10,
          showPoints: 'never',
          spanNulls: 300_000,
          lineInterpolation: stepped ? 'stepAfter' : 'linear',
          stacking: { mode: stacked ? 'normal' : 'none', group: 'A' },
          thresholdsStyle: { mode: steps ? 'dashed' : 'off' },
        },
      },
      overrides: [
        ...Object.entries(colors).map(([name, color]) => styled(name, ['color', { mode: 'fixed', fixedColor: color }])),
        ...dashed.map((name) =>
          styled(
            name,
            ['custom.lineStyle', { fill: 'dash', dash: [8, 6] }],
            ['custom.fillOpacity', 0],
            ['custom.stacking', { mode: 'none' }],
          ),
        ),
      ],
    },
  };
}

/** When something was the case: a line for each series, colored while its value is 1. */
export function timeline({ title, description, series, color }: TimelineOf): View {
  return {
    type: 'state-timeline',
    title,
    description,
    datasource: DATA_SOURCE,
    interval: '1m',
    targets: targets(series, { range: true }),
    options: {
      showValue: 'never',
      rowHeight: 0.8,
      mergeValues: true,
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'single', sort: 'none' },
    },
    fieldConfig: {
      defaults: {
        unit: 'none',
        noValue: 'never',
        color: { mode: 'fixed', fixedColor: color },
        mappings: [{ type: 'value', options: { '1': { text: 'yes', color, index: 0 } } }],
        custom: { fillOpacity: 70, lineWidth: 0, spanNulls: false, insertNulls: 300_000 },
      },
      overrides: [],
    },
  };
}
interface TimelineOf extends Omit<Described, 'unit'> {
  readonly series: readonly Series[];
  readonly color: Color;
}

/** A column: a label of the first expression, or the value of an expression. */
export interface Column {
  readonly name: string;
  readonly expr?: string;
  readonly label?: string;
  readonly unit?: Unit;
  readonly steps?: Steps;
  readonly links?: readonly DataLink[];
  /** Needed to find the labels of a row, and not shown. */
  readonly isHidden?: true;
}

/** The values now, with a row for each set of labels. */
export function table({
  title,
  description,
  unit,
  columns,
}: Described & { readonly columns: readonly Column[] }): View {
  const asked = columns.flatMap(({ name, expr }) => (expr === undefined ? [] : [{ expr, legend: name }]));
  const field = ({ name, label }: Column): string =>
    label ?? `Value #${refId(asked.findIndex(({ legend }) => legend === name))}`;
  return {
    type: 'table',
    title,
    description,
    datasource: DATA_SOURCE,
    targets: targets(asked, { instant: true, range: false, format: 'table' }),
    options: { frameIndex: 0, showHeader: true, cellHeight: 'sm' },
    fieldConfig: {
      defaults: { unit, custom: { filterable: true, inspect: false, align: 'auto' } },
      overrides: columns.flatMap((column) => overridden(column)),
    },
    transformations: [
      { id: 'merge', options: {} },
      {
        id: 'organize',
        options: {
          excludeByName: Object.fromEntries(
            ['Time', ...columns.filter(({ isHidden }) => isHidden).map(field)].map((name) => [name, true]),
          ),
          indexByName: Object.fromEntries(columns.map((column, index) => [field(column), index])),
          renameByName: Object.fromEntries(columns.map((column) => [field(column), column.name])),
        },
      },
    ],
  };
}

function overridden({ name, unit, steps, links }: Column): Override[] {
  const properties: [string, unknown][] = [
    ...(unit ? [['unit', unit] as [string, unknown]] : []),
    ...(links ? [['links', links.map(linked)] as [string, unknown]] : []),
    ...(steps
      ? ([
          ['thresholds', thresholds(steps)],
          ['color', { mode: 'thresholds' }],
          ['custom.cellOptions', { type: 'color-text' }],
        ] as [string, unknown][])
      : []),
  ];
  return properties.length === 0 ? [] : [styled(name, ...properties)];
}

const styled = (name: string, ...properties: readonly (readonly [id: string, value: unknown])[]): Override => ({
  matcher: { id: 'byName', options: name },
  properties: properties.map(([id, value]) => ({ id, value })),
});

const linked = ({ title, url }: DataLink) => ({
  title,
  url,
  type: 'link' as const,
  icon: '',
  tooltip: '',
  tags: [],
  asDropdown: false,
  targetBlank: false,
  includeVars: false,
  keepTime: false,
});
