import * as z from 'zod';
import { plainName } from '../../../shared/model/index.ts';
import { commonFields, positive } from '../../../shared/rules/common/fields.ts';

export const schema = z.strictObject({
  kind: z.literal('staircase'),
  ...commonFields,
  metric: plainName,
  rise: positive.meta({ description: 'Of the metric, what makes one more worker.' }),
});
export type StaircaseRule = z.output<typeof schema>;
