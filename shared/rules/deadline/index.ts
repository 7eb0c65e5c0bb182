import { distinct } from '../common/distinct.ts';
import type { RuleModule } from '../rule-module.ts';
import { lookBack } from './look-back.ts';
import { recommend } from './recommend.ts';
import type { DeadlineRule } from './schema.ts';

const MINUTE = 60;
/** The longest history. Every tick writes the readings of a queue to the group's state. Older tasks count as this old. */
const MOST_PAST_SECONDS = 14_400;

/** Earliest-deadline control of a queue. */
export const deadline = {
  kind: 'deadline',
  pace: 'weighs-time',
  metrics: ({ metric, running, age, taskSeconds }) => ({
    group: distinct(metric, running, age, typeof taskSeconds === 'string' ? taskSeconds : undefined),
    perWorker: [],
  }),
  recommend,
  past: ({ metric, running, startWithin }, boot) => ({
    metrics: distinct(metric, running),
    seconds: Math.min(MOST_PAST_SECONDS, lookBack({ startWithin, boot, step: MINUTE })),
  }),
  looksAtBoots: 'each-worker',
  work: ({ taskSeconds, startWithin }) => ({
    isQueued: true,
    taskSeconds: typeof taskSeconds === 'number' ? taskSeconds : undefined,
    startWithin,
  }),
} as const satisfies RuleModule<DeadlineRule>;
