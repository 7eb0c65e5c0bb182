import type { RuleFormat } from '../rule-format.ts';
import { type Learned, learned } from './learned.ts';
import { type ObjectiveRule, schema } from './schema.ts';

export const format = {
  kind: 'objective',
  description: 'Tunes itself to lose no more than a share of the demand.',
  schema,
  learned,
} as const satisfies RuleFormat<ObjectiveRule, Learned>;
