import { ceilWorkers, makersOf } from '../../../shared/model/index.ts';
import { noData, propose } from '../../../shared/rules/recommendation.ts';
import type { RuleModule } from '../../../shared/rules/rule-module.ts';
import type { reasons } from './reasons.ts';
import type { StaircaseRule } from './schema.ts';

const because = makersOf<typeof reasons>();

/** A toy: a worker for each stair that the metric has climbed. */
export const staircase = {
  kind: 'staircase',
  pace: 'waits',
  metrics: ({ metric }) => ({ group: [metric], perWorker: [] }),
  recommend: ({ metric, rise }, { readings }) => {
    const value = readings.latest(metric);
    if (value === undefined) return noData(metric);
    const stairs = ceilWorkers(value / rise);
    return propose(stairs, because['staircase-climbed']({ metric, value, rise, stairs }));
  },
  alarms: ({ metric, rise }) => ({ bounds: [{ metric, side: 'high', bound: rise, for: 0 }], isComplete: false }),
} as const satisfies RuleModule<StaircaseRule>;
