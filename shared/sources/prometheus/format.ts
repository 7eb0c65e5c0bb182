import type { SourceFormat } from '../source-module.ts';
import { prometheusError } from './reasons.ts';
import { type PrometheusSource, schema } from './schema.ts';

export const format = {
  kind: 'prometheus',
  schema,
  warnings: ({ url, secret }) =>
    secret && url?.startsWith('http:') ? [prometheusError('url', 'prometheus-secret-in-clear', {})] : [],
} as const satisfies SourceFormat<PrometheusSource>;
