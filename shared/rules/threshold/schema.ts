import * as z from 'zod';
import {
  always,
  atLeastOne,
  duration,
  exactlyOne,
  plainName,
  refused,
  whereRight,
  withinADay,
} from '../../model/index.ts';
import { commonFields, figure, percent, someWorkers } from '../common/fields.ts';
import { thresholdError } from './reasons.ts';

const condition = z
  .strictObject({ metric: plainName, above: figure.optional(), below: figure.optional() })
  .superRefine(exactlyOne(['above', 'below']), always);
const when = z.array(condition).max(20).default([]);

export const schema = z
  .strictObject({
    kind: z.literal('threshold'),
    ...commonFields,
    metric: plainName,
    out: z
      .strictObject({
        above: figure,
        for: withinADay(duration).default(0),
        add: someWorkers.optional(),
        percent: percent.optional(),
        multiply: z.number().gt(1).max(1000).optional(),
        when,
      })
      .superRefine(exactlyOne(['add', 'percent', 'multiply']), always)
      .optional(),
    in: z
      .strictObject({
        below: figure,
        for: withinADay(duration).default(0),
        remove: someWorkers.optional(),
        percent: percent.max(100).optional(),
        multiply: z.number().min(0).lt(1).optional(),
        when,
      })
      .superRefine(exactlyOne(['remove', 'percent', 'multiply']), always)
      .optional(),
    cooldown: duration.default(0),
  })
  .superRefine(atLeastOne(['out', 'in']), always)
  .superRefine(
    (rule, context) => {
      if (!rule.out || !rule.in || rule.in.below <= rule.out.above) return;
      const { above } = rule.out;
      context.addIssue(refused(thresholdError('', 'sides-cross', { below: rule.in.below, above }), ['in', 'below']));
    },
    whereRight('out.above', 'in.below'),
  );
export type ThresholdRule = z.output<typeof schema>;
