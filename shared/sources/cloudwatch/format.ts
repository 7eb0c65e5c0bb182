import type { SourceFormat } from '../source-module.ts';
import type { CloudWatchConfig } from './config.ts';
import { schema } from './schema.ts';
import { warnings } from './warnings.ts';

export const format = {
  kind: 'cloudwatch',
  schema,
  warnings,
} as const satisfies SourceFormat<CloudWatchConfig>;
