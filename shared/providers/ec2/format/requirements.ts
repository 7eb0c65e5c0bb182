import * as z from 'zod';
import {
  always,
  atLeastOne,
  forms,
  mapLike,
  minUpToMax,
  noneTwice,
  textLike,
  wholeNumber,
} from '../../../model/index.ts';
import { ARCHITECTURES, MOST_EXCLUDED } from '../launching/requirements.ts';
import { ec2Error } from '../reasons.ts';

const TYPE_PATTERN = /^[a-z0-9.*-]{1,30}$/;

const RANGE_FAULT = ec2Error('', 'ec2-invalid-range', {});

/** A number means exactly so many. */
const range = (number: z.ZodNumber) =>
  forms(
    [
      number,
      z
        .strictObject({ min: number.optional(), max: number.optional() })
        .superRefine(atLeastOne(['min', 'max']), always)
        .superRefine(...minUpToMax),
    ],
    RANGE_FAULT,
  ).transform((written): { min: number; max?: number | undefined } => {
    const { min = 0, max } = typeof written === 'number' ? { min: written, max: written } : written;
    return max === undefined ? { min } : { min, max };
  });

/** What instance types must have. Its own output has the same meaning: plans contain it. */
export const requirements = mapLike(
  {
    vcpus: range(wholeNumber.min(0).max(10_000)).optional(),
    memoryGiB: range(z.number().min(0).max(100_000)).optional(),
    architectures: z
      .array(z.enum(ARCHITECTURES))
      .min(1)
      .superRefine(noneTwice, always)
      .readonly()
      .optional()
      .meta({ description: 'Those of the image by default: EC2 launches only types that can run it.' }),
    generation: z.enum(['current', 'previous', 'any']).default('current'),
    exclude: z
      .array(textLike(TYPE_PATTERN, (written) => ec2Error('', 'ec2-invalid-type-pattern', { written })))
      .max(MOST_EXCLUDED)
      .superRefine(noneTwice, always)
      .readonly()
      .default([])
      .meta({ description: 'Types that are never launched; `*` stands for any text: c7g.*, *.metal*.' }),
  },
  '{ vcpus: { min: 2, max: 4 }, memoryGiB: { min: 8 } }',
).superRefine(atLeastOne(['vcpus', 'memoryGiB']), always);
