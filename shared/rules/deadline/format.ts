import type { RuleFormat } from '../rule-format.ts';
import { type DeadlineRule, schema } from './schema.ts';

export const format = {
  kind: 'deadline',
  description: 'The fewest workers with which every task starts in time.',
  schema,
} as const satisfies RuleFormat<DeadlineRule>;
