import type * as z from 'zod';
import { format as cloudwatch } from './cloudwatch/format.ts';
import { format as formula } from './formula/format.ts';
import { format as lambda } from './lambda/format.ts';
import { format as prometheus } from './prometheus/format.ts';
import { format as pushed } from './pushed/format.ts';
import type { SourceFormat } from './source-module.ts';
import { format as sqs } from './sqs/format.ts';

/** How every kind of source is written, in the order in which authors see them. A new kind is added here and in registry.ts. */
const FORMATS = registered({ cloudwatch, sqs, prometheus, lambda, formula, pushed });

function registered<const Formats extends { readonly [Kind in keyof Formats]: SourceFormat & { kind: Kind } }>(
  formats: Formats,
): Formats {
  return formats;
}

type Formats = typeof FORMATS;
export type SourceKind = keyof Formats;
export type ConfigOf<Kind extends SourceKind> = z.output<Formats[Kind]['schema']>;

export const sourceKinds = Object.keys(FORMATS) as readonly SourceKind[];
const sourceFormats = Object.values(FORMATS) as readonly (SourceFormat & { readonly kind: SourceKind })[];

type SourceFields = { [Kind in SourceKind]: z.ZodOptional<Formats[Kind]['schema']> };

/** The fields of a metric, one for each kind; exactly one of them is written. */
export const sourceFields = Object.fromEntries(
  sourceFormats.map(({ kind, schema }) => [kind, schema.optional()]),
) as unknown as SourceFields;

/** A metric's source as the schema gives it: one field is there. */
export type WrittenSource = { readonly [Kind in SourceKind]?: ConfigOf<Kind> | undefined };

export const formatOf = (kind: SourceKind): SourceFormat => FORMATS[kind];
