import * as z from 'zod';
import { always, atLeastOne, minUpToMax, windowFields, windowForms, workerCount } from '../../model/index.ts';
import { commonFields } from '../common/fields.ts';

const scheduledWindow = z
  .strictObject({
    ...windowFields,
    min: workerCount.optional(),
    max: workerCount.optional(),
    desired: workerCount.optional(),
    spare: workerCount.optional(),
  })
  .superRefine(windowForms, always)
  .superRefine(atLeastOne(['min', 'max', 'desired', 'spare']), always)
  .superRefine(...minUpToMax);
export const schema = z.strictObject({
  kind: z.literal('schedule'),
  ...commonFields,
  windows: z.array(scheduledWindow).min(1).max(100),
});
export type ScheduleRule = z.output<typeof schema>;
