import * as z from 'zod';
import { forms, plainName } from '../../model/index.ts';
import { commonFields, positive } from '../common/fields.ts';
import { targetError } from './reasons.ts';

const fraction = z.number().min(0);
const tolerance = forms(
  [fraction, z.strictObject({ out: fraction.default(0.1), in: fraction.default(0.1) })],
  targetError('', 'invalid-tolerance', {}),
);

/** Fields of a rule that keeps a metric at a value: measured, or as forecast. */
export const targetFields = {
  ...commonFields,
  metric: plainName,
  value: positive,
  tolerance: tolerance
    .default(0.1)
    .transform((written) => (typeof written === 'number' ? { out: written, in: written } : written)),
  per: z.enum(['group', 'worker']).default('group'),
};

export const schema = z.strictObject({
  kind: z.literal('target'),
  ...targetFields,
  scaleIn: z.boolean().default(true),
});
export type TargetRule = z.output<typeof schema>;
