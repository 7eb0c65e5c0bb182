import type { RuleModule } from '../rule-module.ts';
import { reasons } from './reasons.ts';
import { recommend } from './recommend.ts';
import { type ScheduleRule, schema } from './schema.ts';

/** Windows that move the bounds, or ask for a size. */
export const schedule = {
  kind: 'schedule',
  description: 'Moves the bounds while a window is open.',
  schema,
  pace: 'moves-bounds',
  reasons,
  metrics: () => ({ group: [], perWorker: [] }),
  recommend,
  windows: ({ windows }) => windows,
} as const satisfies RuleModule<ScheduleRule>;
