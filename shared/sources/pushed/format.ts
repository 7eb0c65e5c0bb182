import type { SourceFormat } from '../source-module.ts';
import { type PushedSource, schema } from './schema.ts';

export const format = {
  kind: 'pushed',
  schema,
} as const satisfies SourceFormat<PushedSource>;
