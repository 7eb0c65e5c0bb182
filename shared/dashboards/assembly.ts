import type { Annotation, Dashboard, Link, Row, Variable, View } from './model.ts';
import { DATA_SOURCE } from './queries.ts';

const GRID_WIDTH = 24;
const TAG = 'headcount';
/** The version of the format, which newer versions of Grafana bring up to theirs. This one is of Grafana 10.4 and later. */
const SCHEMA_VERSION = 39;

export interface Section {
  /** Without a title, the section has no heading. */
  readonly title?: string;
  readonly height: number;
  /** Side by side, with the same width. */
  readonly views: readonly View[];
}

export interface Described {
  /** Unique in a Grafana, and part of the dashboard's address. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** Whether one group is shown, or any number of them. */
  readonly shows: 'one group' | 'groups';
  readonly sections: readonly Section[];
  readonly annotations?: readonly Annotation[];
}

/** Gives each panel its number and place. */
export function assembled({ uid, title, description, shows, sections, annotations = [] }: Described): Dashboard {
  return {
    uid,
    title,
    description,
    tags: [TAG],
    timezone: 'browser',
    editable: true,
    graphTooltip: 1,
    time: { from: 'now-12h', to: 'now' },
    refresh: '1m',
    schemaVersion: SCHEMA_VERSION,
    panels: placed(sections),
    templating: { list: [dataSource, stage, group(shows === 'groups')] },
    annotations: { list: annotations },
    links: [toOthers],
  };
}

function placed(sections: readonly Section[]): (View | Row)[] {
  const panels: (View | Row)[] = [];
  let y = 0;
  for (const { title, height, views } of sections) {
    if (title !== undefined) {
      const gridPos = { x: 0, y, w: GRID_WIDTH, h: 1 };
      panels.push({ id: panels.length + 1, type: 'row', title, collapsed: false, gridPos, panels: [] });
      y += 1;
    }
    const w = Math.floor(GRID_WIDTH / views.length);
    for (const [index, view] of views.entries()) {
      panels.push({ ...view, id: panels.length + 1, gridPos: { x: index * w, y, w, h: height } });
    }
    y += height;
  }
  return panels;
}

const dataSource: Variable = {
  name: 'datasource',
  label: 'Data source',
  type: 'datasource',
  query: DATA_SOURCE.type,
  refresh: 1,
  description: 'The Prometheus that reads the metrics of Headcount',
};

const ALL = { selected: true, text: 'All', value: '$__all' };

/** Asks Prometheus for the values of a label. */
const valuesOf = (name: string, metric: string): Pick<Variable, 'query' | 'definition' | 'datasource'> => {
  const definition = `label_values(${metric}, ${name})`;
  return { definition, datasource: DATA_SOURCE, query: definition };
};

/** `.*` finds metrics without the label as well. */
const stage: Variable = {
  name: 'stage',
  label: 'Stage',
  type: 'query',
  refresh: 2,
  sort: 1,
  includeAll: true,
  allValue: '.*',
  description: 'A label of the scraped target. Metrics without it belong to All',
  current: ALL,
  ...valuesOf('stage', 'headcount_groups'),
};

const group = (isMulti: boolean): Variable => ({
  name: 'group',
  label: 'Group',
  type: 'query',
  refresh: 2,
  sort: 1,
  multi: isMulti,
  includeAll: isMulti,
  ...(isMulti ? { allValue: '.*', current: ALL } : {}),
  ...valuesOf('group', 'headcount_desired_workers{stage=~"$stage"}'),
});

/** The other dashboards, with the same stage, groups and time. */
const toOthers: Link = {
  title: 'Headcount',
  type: 'dashboards',
  tags: [TAG],
  icon: 'external link',
  tooltip: '',
  asDropdown: false,
  targetBlank: false,
  includeVars: true,
  keepTime: true,
};
