import { expect, it } from 'vitest';
import * as z from 'zod';
import { readable } from '../../../../shared/policy/faults/readable.ts';

const schema = z.strictObject({
  min: z.number(),
  note: z.string().optional(),
  spot: z.strictObject({ percent: z.number(), min: z.number().optional() }).optional(),
});

it.each<[string, object]>([
  ['nothing wrong', { min: 2 }],
  ['an unknown field', { min: 2, mim: 3 }],
  ['an optional field of the wrong type', { min: 2, note: 3 }],
  ['a wrong field within a field', { min: 2, spot: { percent: '5' } }],
  ['a wrong field within a field, named as one beside it', { min: 2, spot: { percent: 5, min: '1' } }],
  ['an unknown field within a field', { min: 2, spot: { percent: 5, note: 'x' } }],
])('what is right is read beside %s', (_, written) => {
  expect(readable(schema, written)).toEqual({ min: 2 });
});

it.each<[string, unknown]>([
  ['a field that is needed is wrong', { min: 'two', note: 'x' }],
  ['it is no map', 'min'],
  ['it is nothing', undefined],
])('nothing is read if %s', (_, written) => {
  expect(readable(schema, written)).toBeUndefined();
});
