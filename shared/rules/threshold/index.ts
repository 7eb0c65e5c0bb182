import { distinct } from '../common/distinct.ts';
import type { AlarmBound, RuleModule } from '../rule-module.ts';
import { recommend } from './recommend.ts';
import type { ThresholdRule } from './schema.ts';

const furtherConditions = ({ out, in: into }: Pick<ThresholdRule, 'out' | 'in'>) => [
  ...(out?.when ?? []),
  ...(into?.when ?? []),
];

/** A fixed change once a metric has stayed beyond a bound for long enough. */
export const threshold = {
  kind: 'threshold',
  pace: 'waits',
  metrics: ({ metric, ...sides }) => ({
    group: distinct(metric, ...furtherConditions(sides).map((condition) => condition.metric)),
    perWorker: [],
  }),
  recommend,
  past: ({ metric, out, in: into }) => ({ metrics: [metric], seconds: Math.max(out?.for ?? 0, into?.for ?? 0) }),
  waits: ({ metric, out, in: into }) => [
    ...(out ? [{ field: 'out.for', metric, seconds: out.for }] : []),
    ...(into ? [{ field: 'in.for', metric, seconds: into.for }] : []),
  ],
  alarms: (rule) => {
    const { metric, out, in: into } = rule;
    const bounds: AlarmBound[] = [];
    if (out) bounds.push({ metric, side: 'high', bound: out.above, for: out.for });
    if (into) bounds.push({ metric, side: 'low', bound: into.below, for: into.for });
    return { bounds, isComplete: furtherConditions(rule).length === 0 };
  },
} as const satisfies RuleModule<ThresholdRule>;
