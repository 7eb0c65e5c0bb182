import { abstain, defineReason, defineRule, figure, makersOf, noData, propose } from 'headcount/extension';

const reasons = {
  'acme-ladder-step': defineReason<{ metric: string; value: number; from: number; workers: number }>(
    'The metric has reached a step of the ladder.',
    ({ metric, value, from, workers }) => `${metric} ${figure(value)} is at the step from ${figure(from)}: ${workers}`,
  ),
  'acme-ladder-below': defineReason<{ metric: string; value: number; from: number }>(
    'The metric is below the first step.',
    ({ metric, value, from }) => `${metric} ${figure(value)} is below the first step, ${figure(from)}`,
  ),
  'acme-ladder-order': defineReason<{ from: number }>(
    'The steps of a ladder are not in order.',
    ({ from }) => `must be greater than ${figure(from)}, the value of the step before`,
  ),
};
const because = makersOf<typeof reasons>();

/** The number of workers for each step of a metric: `steps: [{ from: 0, workers: 1 }, { from: 100, workers: 4 }]`. */
export const ladder = defineRule({
  kind: 'ladder',
  description: 'Keeps as many workers as the step says that a metric has reached.',
  reasons,
  fields: (z, { metric, workers }) => ({
    metric,
    steps: z
      .array(z.strictObject({ from: z.number(), workers }))
      .min(1)
      .max(50),
  }),
  faults: ({ steps }) =>
    steps.flatMap(({ from }, index) => {
      const before = steps[index - 1];
      if (before === undefined || before.from < from) return [];
      return [{ path: `steps[${index}].from`, reason: because['acme-ladder-order']({ from: before.from }) }];
    }),
  pace: 'waits',
  metrics: ({ metric }) => ({ group: [metric], perWorker: [] }),
  recommend({ metric, steps }, { readings }) {
    const value = readings.compared(metric);
    if (value === undefined) return noData(metric);
    const step = steps.findLast(({ from }) => from <= value);
    if (step === undefined) {
      return abstain(because['acme-ladder-below']({ metric, value, from: steps[0]?.from ?? 0 }));
    }
    return propose(step.workers, because['acme-ladder-step']({ metric, value, ...step }));
  },
});
