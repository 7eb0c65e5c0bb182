import { describe, expect, test } from 'vitest';
import { GROUP_METRIC, OWN_METRIC, STAGE_METRIC } from '../../shared/names/names.ts';
import { only, synthesized } from './synthesized.ts';

type Template = ReturnType<typeof synthesized>;
interface Widget {
  readonly type: string;
  readonly width: number;
  readonly properties: {
    readonly title?: string;
    readonly alarms?: readonly unknown[];
    readonly metrics?: readonly (readonly unknown[])[];
    readonly yAxis?: { readonly left?: { readonly label?: string } };
  };
}

/** The body as CloudWatch gets it, with the ids of resources for their names. */
function bodyOf(template: Template): { variables: unknown[]; widgets: Widget[] } {
  const { DashboardBody } = only(template, 'AWS::CloudWatch::Dashboard').Properties;
  const parts: unknown[] = DashboardBody['Fn::Join'][1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : referred(part))).join(''));
}
const referred = (part: unknown): string => Object.values(part as Record<string, string | string[]>).flat()[0] ?? '';

/** A line of a graph: names and values in turn, and how it is drawn. */
const metricsOf = (widgets: readonly Widget[]) =>
  widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .map((metric) => metric.filter((part): part is string => typeof part === 'string'));

const template = synthesized({ api: true, overflowRegions: ['eu-central-1'] });
const { widgets, variables } = bodyOf(template);
const metrics = metricsOf(widgets);
const named = (namespace: string) => metrics.filter(([first]) => first === namespace);

describe('the dashboard of a stage', () => {
  test('has its region in its name, because dashboards belong to the account', () => {
    expect(only(template, 'AWS::CloudWatch::Dashboard').Properties.DashboardName).toBe(
      'headcount-production-eu-west-1',
    );
  });

  test('has every metric that the functions log for the stage', () => {
    const dimension = [OWN_METRIC.dimension, 'production'];
    for (const name of [OWN_METRIC.wait, ...Object.values(STAGE_METRIC)]) {
      expect(metrics).toContainEqual([OWN_METRIC.namespace, name, ...dimension]);
    }
  });

  test('shows any group that publishes metrics: a variable replaces the dimension of all of them', () => {
    const { dimension, ...names } = GROUP_METRIC;
    const ofGroup = named(OWN_METRIC.namespace).filter((metric) => metric.includes(dimension));
    expect(ofGroup.map(([, name]) => name).toSorted()).toEqual(Object.values(names).toSorted());
    expect(variables).toEqual([
      {
        ...{ type: 'property', property: dimension, inputType: 'select', id: 'group', label: 'Group', visible: true },
        search: '{Headcount,Stage,Group} MetricName="DesiredWorkers" Stage="production"',
        ...{ populateFrom: dimension, defaultValue: '__FIRST' },
      },
    ]);
  });

  test.each([
    ['Errors', /PutPolicy|Tune/],
    ['Throttles', /PutPolicy|Tune|RefreshPrices|OnOverflow/],
    ['Duration', /PutPolicy|Tune|RefreshPrices|OnOverflow/],
  ])('has %s of every function that runs between deployments and for which somebody waits', (name, without) => {
    const functions = Object.keys(template.findResources('AWS::Lambda::Function', {}));
    const shown = named('AWS/Lambda').filter(([, metric]) => metric === name);
    const missing = functions.filter((id) => !shown.some((metric) => metric.includes(id)));
    expect(missing).toEqual(functions.filter((id) => without.test(id)));
  });

  test('has the depth of the queues that people look into, and every alarm of the stage', () => {
    const queues = ['QueueUrl', 'DeadLetterQueueUrl', 'FailureQueueUrl'].map(
      (output) => template.findOutputs(output)[output]?.['Value'].Ref,
    );
    expect(named('AWS/SQS').map(([, name, , queue]) => [name, queue])).toEqual(
      queues.map((queue) => ['ApproximateNumberOfMessagesVisible', queue]),
    );
    const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
    expect(widgets.flatMap(({ properties }) => properties.alarms ?? [])).toEqual(alarms);
  });

  test('is free as one of the first three of an account: at most 50 metrics, with those of the alarms', () => {
    const alarms = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
    expect(metrics.length + alarms.length).toBeLessThanOrEqual(50);
  });

  test('every graph has a title and says its unit', () => {
    const graphs = widgets.filter(({ type }) => type === 'metric');
    expect(graphs.length).toBeGreaterThan(8);
    for (const { properties } of graphs) {
      expect(properties.title).toMatch(/^[A-Z]/);
      expect(properties.yAxis?.left?.label).toMatch(/^[a-z]/);
    }
  });

  test('has the requests of the HTTP API', () => {
    expect(named('AWS/ApiGateway').map(([, name]) => name)).toEqual(['Count', '4xx', '5xx', 'Latency']);
  });

  test('is omitted with dashboard=false', () => {
    expect(synthesized({ dashboard: false }).findResources('AWS::CloudWatch::Dashboard')).toEqual({});
  });
});
