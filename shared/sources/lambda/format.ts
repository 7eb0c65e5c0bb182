import type { SourceFormat } from '../source-module.ts';
import { type LambdaSource, schema } from './schema.ts';

export const format = {
  kind: 'lambda',
  schema,
} as const satisfies SourceFormat<LambdaSource>;
