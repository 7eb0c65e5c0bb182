import type { RuleFormat } from '../rule-format.ts';
import { schema, type WorkersRule } from './schema.ts';

export const format = {
  kind: 'workers',
  description: 'Checks every worker: scales out when all are overloaded, removes exactly the idle ones.',
  schema,
} as const satisfies RuleFormat<WorkersRule>;
