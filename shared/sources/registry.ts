import { cloudwatch } from './cloudwatch/index.ts';
import type { SourceKind } from './formats.ts';
import { formula } from './formula/index.ts';
import { lambda } from './lambda/index.ts';
import { prometheus } from './prometheus/index.ts';
import { pushed } from './pushed/index.ts';
import type { SourceModule } from './source-module.ts';
import { sqs } from './sqs/index.ts';

/** Every kind of source, by its name. A new kind is added here and in formats.ts. */
const MODULES = registered({ cloudwatch, sqs, prometheus, lambda, formula, pushed });

function registered<
  const Modules extends { readonly [Kind in SourceKind]: SourceModule & { kind: Kind } } & {
    readonly [Kind in Exclude<keyof Modules, SourceKind>]: never;
  },
>(modules: Modules): Modules {
  return modules;
}

type Modules = typeof MODULES;
/** Kinds whose datapoints a reader fetches: each has one in readers.ts. */
export type ReadKind = { [Kind in SourceKind]: Modules[Kind]['isRead'] extends true ? Kind : never }[SourceKind];

export const sourceModules = Object.values(MODULES) as readonly (SourceModule & { readonly kind: SourceKind })[];
