import type { RuleFormat } from '../rule-format.ts';
import { faults } from './faults.ts';
import { type StepRule, schema } from './schema.ts';

export const format = {
  kind: 'step',
  description: 'Adds or removes by how far a metric is from a threshold, as EC2 Auto Scaling steps do.',
  schema,
  faults,
} as const satisfies RuleFormat<StepRule>;
