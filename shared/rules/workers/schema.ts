import * as z from 'zod';
import { duration, plainName, withinADay } from '../../model/index.ts';
import { commonFields, figure, someWorkers } from '../common/fields.ts';

export const schema = z.strictObject({
  kind: z.literal('workers'),
  ...commonFields,
  overloaded: z
    .array(z.strictObject({ metric: plainName, above: figure }))
    .min(1)
    .max(20),
  idle: z
    .array(z.strictObject({ metric: plainName, below: figure }))
    .min(1)
    .max(20),
  idleFor: withinADay(duration).default(0),
  add: someWorkers.default(1),
});
export type WorkersRule = z.output<typeof schema>;
