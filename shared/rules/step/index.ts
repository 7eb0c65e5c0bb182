import type { AlarmBound, RuleModule } from '../rule-module.ts';
import { recommend } from './recommend.ts';
import type { StepRule } from './schema.ts';

const isAbove = (from: number | undefined): boolean => from !== undefined && from >= 0;

/** Step adjustments by the distance of a metric from a threshold. */
export const step = {
  kind: 'step',
  pace: 'waits',
  metrics: ({ metric }) => ({ group: [metric], perWorker: [] }),
  recommend,
  shrinksAbove: ({ steps }) =>
    !steps.some(({ from, add, percent, set }) => isAbove(from) && (set ?? add ?? percent ?? 0) > 0),
  // A step begins at its bound; other rules act beyond theirs.
  alarms: ({ metric, threshold, steps }) => {
    const common = { metric, for: 0, inclusive: true };
    const starts = steps.flatMap(({ from }) => (from !== undefined && from >= 0 ? from : []));
    const ends = steps.flatMap(({ to }) => (to !== undefined && to <= 0 ? to : []));
    const bounds: AlarmBound[] = [];
    if (starts.length > 0) bounds.push({ ...common, side: 'high', bound: threshold + Math.min(...starts) });
    if (ends.length > 0) bounds.push({ ...common, side: 'low', bound: threshold + Math.max(...ends) });
    return { bounds, isComplete: true };
  },
} as const satisfies RuleModule<StepRule>;
