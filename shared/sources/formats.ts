import type * as z from 'zod';
import { sinceExtended } from '../model/index.ts';
import { format as cloudwatch } from './cloudwatch/format.ts';
import { extensionFormat } from './extension/extension.ts';
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

/** The formats of extensions, by kind. */
const ofExtensions = sinceExtended(
  ({ sources }) => new Map([...sources].map(([kind, { format }]) => [kind, extensionFormat(kind, format)])),
);

/** Every kind, with those of extensions. */
export const knownSourceKinds = (): readonly string[] => [...sourceKinds, ...ofExtensions().keys()];

type SourceFields = { [Kind in SourceKind]: z.ZodOptional<Formats[Kind]['schema']> };

/** The fields of a metric, one for each kind; exactly one of them is written. */
export const sourceFields = (): SourceFields =>
  Object.fromEntries(
    [...sourceFormats, ...ofExtensions().values()].map(({ kind, schema }) => [kind, schema.optional()]),
  ) as unknown as SourceFields;

/** A metric's source as the schema gives it: one field is there. */
export type WrittenSource = { readonly [Kind in SourceKind]?: ConfigOf<Kind> | undefined };

export const formatOf = (kind: SourceKind): SourceFormat => ofExtensions().get(kind) ?? FORMATS[kind];
