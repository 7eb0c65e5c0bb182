import type { RuleFormat } from '../rule-format.ts';
import { type Learned, learned } from './learned.ts';
import { type ForecastRule, schema } from './schema.ts';

export const format = {
  kind: 'forecast',
  description: 'A target on the metric as forecast for the time a new worker would be ready.',
  schema,
  learned,
} as const satisfies RuleFormat<ForecastRule, Learned>;
