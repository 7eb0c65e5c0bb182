import * as z from 'zod';
import { plainName } from '../../model/index.ts';
import { BOOT, boot, commonFields, positive } from '../common/fields.ts';

export const schema = z.strictObject({
  kind: z.literal('objective'),
  ...commonFields,
  metric: plainName.meta({
    description: 'Demand that does not saturate, with a recorded past: requests or messages that arrive.',
  }),
  perWorker: positive.meta({ description: 'As much of it as one worker can serve at full load.' }),
  lost: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.01)
    .meta({ description: 'Share of the demand that may be lost, such as 0.01.' }),
  boot: boot.meta({ description: BOOT }),
});
export type ObjectiveRule = z.output<typeof schema>;
