import * as z from 'zod';
import { atLeastOne, windowFields, workerCount } from '../../model/index.ts';
import { commonFields } from '../common/fields.ts';

const scheduledWindow = z
  .strictObject({
    ...windowFields,
    min: workerCount.optional(),
    max: workerCount.optional(),
    desired: workerCount.optional(),
  })
  .superRefine(atLeastOne(['min', 'max', 'desired']))
  .superRefine((window, context) => {
    if ((window.min ?? 0) <= (window.max ?? Infinity)) return;
    context.addIssue({ code: 'custom', message: 'must not be above max', path: ['min'] });
  });
export const schema = z.strictObject({
  kind: z.literal('schedule'),
  ...commonFields,
  windows: z.array(scheduledWindow).min(1).max(100),
});
export type ScheduleRule = z.output<typeof schema>;
