import * as z from 'zod';
import {
  always,
  checked,
  exactlyOne,
  extendedSchema,
  GROUP_FIGURES,
  isGroupFigure,
  plainName,
  positiveDuration,
  valueError,
  withinADay,
} from '../../model/index.ts';
import { knownSourceKinds, sourceFields } from '../../sources/index.ts';

const ownFields = {
  maxAge: withinADay(positiveDuration).optional().meta({
    description: 'Age at which a datapoint no longer counts as data.',
  }),
  window: withinADay(positiveDuration).optional().meta({
    description: 'The value is the mean of the datapoints of that long.',
  }),
  missing: z.enum(['hold', 'zero']).optional().meta({
    description:
      'What a read that succeeded and brought no datapoint means: hold is no data, zero is 0, for metrics that are not published while nothing happens. A failed read is never 0.',
  }),
};
/** What a metric has beside its source. */
export const METRIC_FIELDS: readonly string[] = Object.keys(ownFields);

/** What every metric has, and one source. */
export const metric = extendedSchema(() =>
  z.strictObject({ ...sourceFields(), ...ownFields }).superRefine(exactlyOne(knownSourceKinds()), always),
);

export const metrics = z
  .record(
    checked(
      plainName,
      (name) => !isGroupFigure(name),
      (written) => valueError('', 'reserved-name', { written, reserved: GROUP_FIGURES }),
    ),
    metric,
  )
  .default({});

export type MetricDefinition = z.output<typeof metric>;
