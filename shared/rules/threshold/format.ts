import type { RuleFormat } from '../rule-format.ts';
import { schema, type ThresholdRule } from './schema.ts';

export const format = {
  kind: 'threshold',
  description: 'Acts when a metric stays beyond a bound for a time.',
  schema,
} as const satisfies RuleFormat<ThresholdRule>;
