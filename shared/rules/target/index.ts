import type { AlarmBound, RuleModule } from '../rule-module.ts';
import { recommend } from './recommend.ts';
import type { TargetRule } from './schema.ts';

/** A metric is kept at a value, as the Kubernetes HPA does it. */
export const target = {
  kind: 'target',
  pace: 'waits',
  metrics: ({ metric }) => ({ group: [metric], perWorker: [metric] }),
  recommend,
  alarms: ({ per, metric, value, tolerance, scaleIn }) => {
    // A total shared by the workers has no fixed bound: it moves with their number.
    if (per === 'worker') return { bounds: [], isComplete: false };
    const high: AlarmBound = { metric, side: 'high', bound: value * (1 + tolerance.out), for: 0 };
    const low: AlarmBound = { metric, side: 'low', bound: value * (1 - tolerance.in), for: 0 };
    return { bounds: scaleIn ? [high, low] : [high], isComplete: true };
  },
  work: ({ metric, value, per }) => ({ target: { metric, value, isTotal: per === 'worker' } }),
} as const satisfies RuleModule<TargetRule>;
