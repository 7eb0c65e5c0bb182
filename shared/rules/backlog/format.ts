import type { RuleFormat } from '../rule-format.ts';
import { type BacklogRule, schema } from './schema.ts';

export const format = {
  kind: 'backlog',
  description: 'As many workers as hold a backlog, or drain it in time.',
  schema,
} as const satisfies RuleFormat<BacklogRule>;
