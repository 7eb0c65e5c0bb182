import type { RuleFormat } from '../../../shared/rules/rule-format.ts';
import { type StaircaseRule, schema } from './schema.ts';

export const format = {
  kind: 'staircase',
  description: 'A worker for each stair that the metric has climbed.',
  schema,
} as const satisfies RuleFormat<StaircaseRule>;
