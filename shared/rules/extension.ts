import * as z from 'zod';
import {
  type FieldTypes,
  fieldTypes,
  type Reason,
  type ReasonCatalog,
  type ReasonParams,
  rendererOf,
  type Schemas,
  schemas,
  withCommonFields,
} from '../model/index.ts';
import { commonFields } from './common/fields.ts';
import type { RuleFormat } from './rule-format.ts';
import type { RuleModule } from './rule-module.ts';

/** What is wrong with a part of a policy. `path` is within the rule: `steps[0].above`. */
export interface ExtensionFault {
  readonly path: string;
  readonly reason: Reason;
}

/** How a rule of an extension is written. */
export interface RuleExtensionFormat<Fields extends z.core.$ZodLooseShape = z.core.$ZodLooseShape> {
  /** One line for editors: what the rule does. */
  readonly description: string;
  /**
   * Its fields, as zod schemas; `kind`, `name`, `enabled`, `during` and `fallback` are added to them. `schemas` has what
   * they are made with, so that functions load it only when they validate a policy.
   */
  fields(schemas: Schemas, types: FieldTypes): Fields;
  /** What is wrong between fields. The codes are in `reasons`. */
  faults?(rule: RuleOfFields<Fields>): readonly ExtensionFault[];
  /** The codes of its reasons with their texts. They begin with the name of the extension and a hyphen. */
  readonly reasons?: ReasonCatalog;
}

type CommonFields = z.output<z.ZodObject<typeof commonFields>>;

/** A rule with these fields, as it is read. */
export type RuleOfFields<Fields extends z.core.$ZodLooseShape> = z.output<z.ZodObject<Fields>> &
  CommonFields & { readonly kind: string; readonly name: string };

/** A kind of rule of an extension: how it is written, what it reads, and what it recommends. Pure. */
export type RuleExtension<Fields extends z.core.$ZodLooseShape = z.core.$ZodLooseShape> = RuleExtensionFormat<Fields> &
  Omit<RuleModule<RuleOfFields<Fields>>, 'learning'>;

/** The format of a kind that an extension has added. */
export function extensionFormat(kind: string, written: unknown): RuleFormat {
  const { description, fields, faults, reasons = {} } = written as RuleExtensionFormat;
  const text = rendererOf([reasons]);
  return {
    kind,
    description,
    schema: z.strictObject(withCommonFields(fields(schemas, fieldTypes), { ...commonFields, kind: z.literal(kind) })),
    faults: (rule) =>
      (faults?.(rule as RuleOfFields<z.core.$ZodLooseShape>) ?? []).map(({ path, reason }) => ({
        path,
        message: text(reason),
        code: reason.code,
        params: reason.params as ReasonParams,
      })),
  };
}
