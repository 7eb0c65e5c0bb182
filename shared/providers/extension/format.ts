import * as z from 'zod';
import { fieldTypes, positiveDuration, schemas, withCommonFields } from '../../model/index.ts';
import type { ProviderFormat } from '../provider-module.ts';
import { reportFields } from '../reports/index.ts';
import { waitWarnings } from '../reports/waits.ts';
import { planSchema } from '../sized/index.ts';
import type { ProviderExtension } from './extension.ts';

/** The format of a kind that an extension has added. */
export function extensionFormat(kind: string, written: unknown): ProviderFormat {
  const { fields } = written as ProviderExtension;
  const common = {
    ...reportFields,
    kind: z.literal(kind),
    retire: z.enum(['oldest', 'newest', 'balanced']).default('balanced'),
    bootTimeout: positiveDuration.default(900),
  };
  const schema = z.strictObject(withCommonFields(fields(schemas, fieldTypes), common));
  return { kind, schema, planSchema, warnings: waitWarnings };
}
