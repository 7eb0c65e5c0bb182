import type { SourceModule } from '../source-module.ts';
import { SECRET_PREFIX } from './names.ts';
import type { PrometheusSource } from './schema.ts';

export type { PrometheusSource } from './schema.ts';

/** The value of an instant query, as a Prometheus computes it now. */
export const prometheus = {
  kind: 'prometheus',
  isRead: true,
  presentOnly: { instead: 'such as one that your application publishes' },
  permissions: [
    {
      sid: 'QueryWorkspacesThatPoliciesName',
      actions: ['aps:QueryMetrics'],
      resources: [{ service: 'aps', resource: 'workspace', resourceName: '*' }],
      patternBecause: 'Policies written after the deployment name the workspaces. Metrics are read only.',
      usedBy: ({ workspace }) =>
        workspace === undefined ? [] : [{ service: 'aps', resource: 'workspace', resourceName: workspace }],
    },
    {
      sid: 'ReadSecretsForMetrics',
      actions: ['secretsmanager:GetSecretValue'],
      resources: [{ service: 'secretsmanager', resource: `secret:${SECRET_PREFIX}*` }],
      patternBecause: 'Policies written after the deployment name the secrets, all of which have this prefix.',
      // Secrets Manager appends six characters to the name.
      usedBy: ({ secret: { secretsManager: name } = {} }) =>
        name === undefined ? [] : [{ service: 'secretsmanager', resource: `secret:${name}-??????` }],
    },
    {
      sid: 'ReadParametersForMetrics',
      actions: ['ssm:GetParameter'],
      resources: [{ service: 'ssm', resource: 'parameter', resourceName: `${SECRET_PREFIX}*` }],
      patternBecause: 'Policies written after the deployment name the parameters, all of which have this prefix.',
      usedBy: ({ secret: { ssm: name } = {} }) =>
        name === undefined ? [] : [{ service: 'ssm', resource: 'parameter', resourceName: name.replace(/^\//, '') }],
    },
  ],
  /** Of a workspace. Other servers cost nothing here. A query with a range of five minutes over a hundred series. */
  price: {
    unit: 'sample that a query of Amazon Managed Prometheus processes',
    usdPerUnit: 0.1e-9,
    unitsPerEvaluation: 2000,
    page: 'https://aws.amazon.com/prometheus/pricing/',
  },
  facts: ({ url, workspace, query }) => ({
    period: 60,
    maxAge: 180,
    settles: 0,
    statistic: null,
    computedBy: null,
    identity: [url ?? workspace ?? null, query],
    measures: null,
    alarm: null,
    reach: null,
  }),
  /** A query is computed for the moment of the decision that it was read for. */
  series: (read, _source, now) => read.slice(-1).map(({ value }) => ({ at: now, value })),
  recordings: () => ({ own: null, related: [] }),
} as const satisfies SourceModule<PrometheusSource>;
