import * as z from 'zod';
import {
  always,
  exactlyOne,
  isMap,
  MOST_WORKERS,
  plainName,
  refused,
  whereRight,
  wholeNumber,
  workerCount,
} from '../../model/index.ts';
import { commonFields, figure, someWorkers } from '../common/fields.ts';
import { stepError } from './reasons.ts';

const adjustment = z
  .strictObject({
    from: figure.optional(),
    to: figure.optional(),
    add: wholeNumber.min(-MOST_WORKERS).max(MOST_WORKERS).optional(),
    percent: z.number().min(-100).max(1_000_000).optional(),
    set: workerCount.optional(),
  })
  .superRefine(exactlyOne(['add', 'percent', 'set']), always)
  .superRefine(
    (step, context) => {
      const { from = -Infinity, to = Infinity } = step;
      if (from >= to) context.addIssue(refused(stepError('', 'step-empty', { from, to }), ['from']));
    },
    whereRight('from', 'to'),
  );
type Adjustment = z.output<typeof adjustment>;

/** Steps must not overlap: it would be unclear which one applies. */
function apart(steps: readonly Adjustment[], context: z.RefinementCtx): void {
  steps.forEach((step, index) => {
    const earlier = steps.slice(0, index);
    const first = hasBounds(step)
      ? earlier.findIndex((other) => hasBounds(other) && isBelow(other.from, step.to) && isBelow(step.from, other.to))
      : -1;
    if (first < 0) return;
    context.addIssue(refused(stepError('', 'steps-overlap', { step: first }), [index]));
  });
}

/** Where one of them is wrong, nothing is known of what the step covers. */
const hasBounds = (step: unknown): boolean =>
  isMap(step) && ['from', 'to'].every((field) => step[field] === undefined || typeof step[field] === 'number');

const isBelow = (from = -Infinity, to = Infinity): boolean => from < to;

export const schema = z.strictObject({
  kind: z.literal('step'),
  ...commonFields,
  metric: plainName,
  threshold: figure,
  steps: z.array(adjustment).min(1).max(40).superRefine(apart, always),
  minChange: someWorkers.optional(),
});
export type StepRule = z.output<typeof schema>;
