import type { RuleFormat } from '../rule-format.ts';
import { type ScheduleRule, schema } from './schema.ts';

export const format = {
  kind: 'schedule',
  description: 'Moves the bounds while a window is open.',
  schema,
} as const satisfies RuleFormat<ScheduleRule>;
