import type * as z from 'zod';
import { cloudwatch } from './cloudwatch/index.ts';
import { formula } from './formula/index.ts';
import { lambda } from './lambda/index.ts';
import { prometheus } from './prometheus/index.ts';
import { pushed } from './pushed/index.ts';
import type { SourceModule } from './source-module.ts';
import { sqs } from './sqs/index.ts';

/** Every kind of source, by its name, in the order in which authors see them. A new kind is added here. */
const MODULES = registered({ cloudwatch, sqs, prometheus, lambda, formula, pushed });

function registered<const Modules extends { readonly [Kind in keyof Modules]: SourceModule & { kind: Kind } }>(
  modules: Modules,
): Modules {
  return modules;
}

type Modules = typeof MODULES;
export type SourceKind = keyof Modules;
/** Kinds whose datapoints a reader fetches: each has one in readers.ts. */
export type ReadKind = { [Kind in SourceKind]: Modules[Kind]['isRead'] extends true ? Kind : never }[SourceKind];
export type ConfigOf<Kind extends SourceKind> = z.output<Modules[Kind]['schema']>;

export const sourceKinds = Object.keys(MODULES) as readonly SourceKind[];
export const sourceModules = Object.values(MODULES) as readonly (SourceModule & { readonly kind: SourceKind })[];

type SourceFields = { [Kind in SourceKind]: z.ZodOptional<Modules[Kind]['schema']> };

/** The fields of a metric, one for each kind; exactly one of them is written. */
export const sourceFields = Object.fromEntries(
  sourceModules.map(({ kind, schema }) => [kind, schema.optional()]),
) as unknown as SourceFields;

/** A metric's source as the schema gives it: one field is there. */
export type WrittenSource = { readonly [Kind in SourceKind]?: ConfigOf<Kind> | undefined };
