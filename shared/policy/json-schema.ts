import * as z from 'zod';
import { formatOfKind } from '../rules/index.ts';
import { describeFields, kindOf } from './document/describe.ts';
import { policyDocument } from './document/document.ts';

type Schema = z.core.JSONSchema.JSONSchema;

/** Only files have it; a table has the document of its stage. */
const stages: Schema = {
  type: 'object',
  description:
    'The differences of some stages, by the name of the stage. Maps are merged, null removes a field, and other values replace the earlier ones.',
  additionalProperties: { type: ['object', 'null'] },
};

/**
 * The JSON Schema of a policy file, made from the zod schema. It accepts every valid policy. It cannot express
 * everything (fields that exclude each other, references, min above max): the validation checks the rest.
 */
export function policyJsonSchema(): Schema {
  const { $schema: _version, ...made } = z.toJSONSchema(policyDocument, { io: 'input' });
  const { items } = (made.properties?.['rules'] ?? {}) as { items?: { oneOf?: Schema[] } };
  for (const rule of items?.oneOf ?? []) {
    const description = formatOfKind(kindOf(rule) ?? '')?.description;
    if (description !== undefined) rule.description = description;
  }
  describeFields(made);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Headcount scaling policy',
    description: 'How one group of workers is scaled.',
    ...made,
    properties: { ...made.properties, stages },
  };
}
