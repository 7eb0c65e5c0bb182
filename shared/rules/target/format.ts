import type { RuleFormat } from '../rule-format.ts';
import { schema, type TargetRule } from './schema.ts';

export const format = {
  kind: 'target',
  description: 'Keeps a metric at a value.',
  schema,
} as const satisfies RuleFormat<TargetRule>;
