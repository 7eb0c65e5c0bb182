import * as z from 'zod';
import { duration, positiveDuration } from '../fields/duration.ts';
import { plainName } from '../fields/name-fields.ts';
import { workerCount } from '../fields/worker-count.ts';

/**
 * What extensions make the schemas of their fields with: the part of zod that Headcount uses itself. Handing in all of zod
 * would put all of it into the functions.
 */
export const schemas = {
  array: z.array,
  boolean: z.boolean,
  discriminatedUnion: z.discriminatedUnion,
  enum: z.enum,
  int: z.int,
  literal: z.literal,
  number: z.number,
  record: z.record,
  strictObject: z.strictObject,
  string: z.string,
  union: z.union,
};
export type Schemas = typeof schemas;

/** Types of fields that have the same form in all kinds. */
export const fieldTypes = {
  /** Seconds, or a text such as `90s`, `5m`, `2h`, `1d`; read as seconds. */
  duration,
  /** As `duration`, and more than 0. */
  positiveDuration,
  /** The name of a metric of the policy. */
  metric: plainName,
  /** A number of workers. */
  workers: workerCount,
};
export type FieldTypes = typeof fieldTypes;

/** The fields of a kind of an extension with those of every kind of its room. Throws if one of them has the name of another. */
export function withCommonFields<Own extends z.core.$ZodLooseShape, Common extends object>(
  own: Own,
  common: Common,
): Own & Common {
  const taken = Object.keys(own).find((name) => Object.hasOwn(common, name));
  if (taken !== undefined) throw new Error(`Headcount adds a field ${taken} itself; give yours another name`);
  return { ...own, ...common };
}
