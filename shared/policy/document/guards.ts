import * as z from 'zod';
import {
  always,
  atLeastOne,
  forms,
  mapLike,
  positiveDuration,
  valueError,
  wholeNumber,
  window,
  windowFields,
  windowForms,
  withinADay,
  workerCount,
} from '../../model/index.ts';

const REPLACED_FAULT = valueError('', 'not-workers-or-share', {});
/** A share of the group, such as `20%`, or a number of workers. */
const replaced = forms(
  [wholeNumber.min(1).max(100_000), z.string().regex(/^([1-9]\d?|100)%$/, { error: REPLACED_FAULT.message })],
  REPLACED_FAULT,
);

const velocity = mapLike(
  { replaced: replaced.default('20%'), every: withinADay(positiveDuration).default(3600) },
  '{ replaced: 20%, every: 1h }',
).default({ replaced: '20%', every: 3600 });

export type Velocity = z.output<typeof velocity>;

export const budget = mapLike(
  {
    hourlyUsd: z.number().positive().max(1e9).optional(),
    monthlyUsd: z.number().positive().max(1e12).optional(),
  },
  '{ hourlyUsd: 12.5 }',
).superRefine(atLeastOne(['hourlyUsd', 'monthlyUsd']), always);

export const guards = z
  .strictObject({
    maintenance: z.array(window).max(50).default([]),
    budget: budget.optional(),
    clusterBudget: z
      .strictObject({
        hourlyUsd: z.number().positive().max(1e9).optional(),
        priority: wholeNumber.min(-1000).max(1000).optional(),
      })
      .superRefine(atLeastOne(['hourlyUsd', 'priority']), always)
      .optional()
      .meta({
        description:
          'hourlyUsd: what all groups of the cluster may cost per hour together; one group is enough to state it. priority: the groups with the highest grow first, 0 by default.',
      }),
    floor: workerCount.optional(),
    cap: z
      .array(z.strictObject({ ...windowFields, max: workerCount }).superRefine(windowForms, always))
      .max(50)
      .optional()
      .meta({
        description:
          'A maximum while a window is open, which nothing raises: it stops scale-out and removes no worker. The lowest of the open windows applies.',
      }),
    velocity: velocity.meta({
      description:
        'How many workers may be replaced for their health in so long, at least one. Beyond it none is, and someone is notified.',
    }),
  })
  .prefault({});
