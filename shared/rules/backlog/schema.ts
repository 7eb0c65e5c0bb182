import * as z from 'zod';
import { always, exactlyOne, plainName, positiveDuration, refused, valueError } from '../../model/index.ts';
import { commonFields, positive, taskSeconds } from '../common/fields.ts';

export const schema = z
  .strictObject({
    kind: z.literal('backlog'),
    ...commonFields,
    metric: plainName,
    perWorker: positive.optional(),
    taskSeconds: taskSeconds.optional(),
    drainWithin: positiveDuration.optional(),
    running: plainName.optional(),
  })
  .superRefine(exactlyOne(['perWorker', 'taskSeconds']), always)
  .superRefine((rule, context) => {
    if ((rule.taskSeconds === undefined) === (rule.drainWithin === undefined)) return;
    context.addIssue(refused(valueError('', 'field-needed-with', { field: 'taskSeconds' }), ['drainWithin']));
  }, always);
export type BacklogRule = z.output<typeof schema>;
