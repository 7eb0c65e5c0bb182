import type { SourceFormat } from '../source-module.ts';
import { type SqsSource, schema } from './schema.ts';

export const format = {
  kind: 'sqs',
  schema,
} as const satisfies SourceFormat<SqsSource>;
