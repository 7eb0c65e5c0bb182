import type * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as stateTimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as timeSeries from '@grafana/grafana-foundation-sdk/timeseries';

/**
 * Grafana's own type of a part of a dashboard, as JSON has it: an enum is the union of its texts. So the compiler checks
 * dashboards against Grafana's schema, and no code of Grafana is shipped.
 */
type Json<T> = T extends string ? `${T}` : T extends object ? { readonly [Key in keyof T]: Json<T[Key]> } : T;

type Kept<Whole, Replaced extends keyof Whole> = Json<Omit<Whole, Replaced>>;

export interface Query extends Kept<Dataquery, '_implementsDataqueryVariant'> {}

interface FieldConfig<Custom = undefined> {
  readonly defaults: Kept<grafana.FieldConfig, 'custom'> & { readonly custom?: Json<Custom> };
  readonly overrides: readonly Override[];
}
export interface Override {
  readonly matcher: { readonly id: string; readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

interface PanelOf<Type extends string, Options, Custom = undefined>
  extends Kept<grafana.Panel, 'type' | 'targets' | 'options' | 'fieldConfig' | 'transformations'> {
  readonly type: Type;
  readonly targets: readonly Query[];
  readonly options: Json<Options>;
  readonly fieldConfig: FieldConfig<Custom>;
  readonly transformations?: readonly { readonly id: string; readonly options: unknown }[];
}

/** What a panel shows, before it has its place on the dashboard. */
export type View =
  | PanelOf<'stat', stat.Options>
  | PanelOf<'timeseries', timeSeries.Options, timeSeries.FieldConfig>
  | PanelOf<'state-timeline', stateTimeline.Options, stateTimeline.FieldConfig>
  | PanelOf<'table', table.Options, Partial<table.FieldConfig>>;

export type Row = Kept<grafana.RowPanel, 'panels'> & { readonly panels: readonly [] };
export type Variable = Kept<grafana.VariableModel, 'query'> & { readonly query: string };
export type Link = Json<grafana.DashboardLink>;

/** A dashboard as Grafana imports it. https://grafana.com/docs/grafana/latest/visualizations/dashboards/build-dashboards/view-dashboard-json-model/ */
export interface Dashboard
  extends Kept<grafana.Dashboard, 'panels' | 'templating' | 'annotations' | 'snapshot' | 'links'> {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly panels: readonly (View | Row)[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly Annotation[] };
  readonly links: readonly Link[];
}
export type Annotation = Json<
  Pick<grafana.AnnotationQuery, 'name' | 'datasource' | 'enable' | 'iconColor' | 'titleFormat' | 'textFormat'>
> & { readonly target: Query };
