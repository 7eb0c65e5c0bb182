import * as z from 'zod';
import { plainName, positiveDuration } from '../../model/index.ts';
import { BOOT, boot, commonFields, taskSeconds } from '../common/fields.ts';

export const schema = z.strictObject({
  kind: z.literal('deadline'),
  ...commonFields,
  metric: plainName.meta({ description: 'Tasks that wait.' }),
  running: plainName.optional().meta({ description: 'Metric of the tasks that workers are at.' }),
  age: plainName.optional().meta({
    description: 'Metric of the seconds that the oldest waiting task has waited.',
  }),
  taskSeconds: taskSeconds.meta({ description: 'Seconds that a task takes, or the metric that measures it.' }),
  startWithin: positiveDuration.meta({ description: 'How long a task may wait before it is started.' }),
  boot: boot.meta({ description: BOOT }),
});
export type DeadlineRule = z.output<typeof schema>;
