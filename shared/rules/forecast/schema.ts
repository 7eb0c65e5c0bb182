import * as z from 'zod';
import { atMost, positiveDuration } from '../../model/index.ts';
import { BOOT, boot } from '../common/fields.ts';
import { targetFields } from '../target/schema.ts';

export const schema = z.strictObject({
  kind: z.literal('forecast'),
  ...targetFields,
  metric: targetFields.metric.meta({ description: 'What is forecast; its past must be recorded.' }),
  season: atMost(positiveDuration, 7 * 86_400)
    .optional()
    .meta({ description: 'After how long demand is alike, besides a day and a week.' }),
  quantile: z.number().gt(0).lt(1).default(0.9).meta({
    description: 'Share of the moments in which the metric is to be at most what was forecast.',
  }),
  scaleIn: z.boolean().default(false).meta({ description: 'Whether it may shrink the group as well.' }),
  boot: boot.meta({ description: BOOT }),
});
export type ForecastRule = z.output<typeof schema>;
