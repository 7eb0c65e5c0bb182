import type * as z from 'zod';
import { DESCRIBED } from './described.ts';

type Schema = z.core.JSONSchema.JSONSchema;

/** A schema and its alternative forms. The description of the schema also describes these. */
export function formsOf(schema: Schema): Schema[] {
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...forms.flatMap((form) => formsOf(form as Schema))];
}

/** The kind of the rule or provider that a schema describes. */
export function kindOf({ properties }: Schema): string | undefined {
  const { const: kind } = Object(properties?.['kind']) as { const?: string };
  return kind;
}

/** The schemas of a field: several if it has several forms. */
const fieldsOf = (schemas: readonly Schema[], name: string): Schema[] =>
  schemas.flatMap(formsOf).flatMap(({ properties, additionalProperties }) => {
    const found = properties?.[name] ?? additionalProperties;
    return typeof found === 'object' ? [found] : [];
  });

/** Fields that have no description of their own get that of the reference. */
export function describeFields(schema: Schema): void {
  const { providers, sources, rules, everyRule } = DESCRIBED;
  for (const provider of fieldsOf([schema], 'provider').flatMap(formsOf))
    describe(provider, providers[kindOf(provider) ?? '']);
  const metrics = fieldsOf(fieldsOf([schema], 'metrics'), '');
  for (const [kind, fields] of Object.entries(sources)) {
    for (const source of fieldsOf(metrics, kind)) describe(source, fields);
  }
  for (const { items } of fieldsOf([schema], 'rules')) {
    for (const rule of formsOf(Object(items) as Schema)) describe(rule, { ...rules[kindOf(rule) ?? ''], ...everyRule });
  }
}

function describe(schema: Schema, fields: Readonly<Record<string, string>> = {}): void {
  for (const [path, description] of Object.entries(fields)) {
    const found = path.split('.').reduce<readonly Schema[]>(fieldsOf, [schema]);
    for (const field of found)
      if (!formsOf(field).some((form) => form.description !== undefined)) field.description = description;
  }
}
