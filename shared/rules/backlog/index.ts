import { distinct } from '../common/distinct.ts';
import type { RuleModule } from '../rule-module.ts';
import { recommend } from './recommend.ts';
import type { BacklogRule } from './schema.ts';

/** Workers that hold a backlog, or finish it in time. */
export const backlog = {
  kind: 'backlog',
  pace: 'waits',
  metrics: ({ metric, running, taskSeconds }) => ({
    group: distinct(metric, running, typeof taskSeconds === 'string' ? taskSeconds : undefined),
    perWorker: [],
  }),
  recommend,
  work: ({ taskSeconds, drainWithin }) => ({
    isQueued: true,
    taskSeconds: typeof taskSeconds === 'number' ? taskSeconds : undefined,
    startWithin: drainWithin,
  }),
} as const satisfies RuleModule<BacklogRule>;
