import type { RuleModule } from '../rule-module.ts';
import { recommend } from './recommend.ts';
import type { ScheduleRule } from './schema.ts';

/** Windows that move the bounds, or ask for a size. */
export const schedule = {
  kind: 'schedule',
  pace: 'moves-bounds',
  metrics: () => ({ group: [], perWorker: [] }),
  recommend,
  windows: ({ windows }) => windows,
} as const satisfies RuleModule<ScheduleRule>;
