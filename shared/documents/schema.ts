import * as z from 'zod';

/**
 * The JSON Schema of a document. `open` allows fields that it does not name, as later versions may add some; tests check
 * against the closed one.
 */
export const documentSchema = (document: z.ZodType, { isOpen = true } = {}): z.core.JSONSchema.JSONSchema =>
  z.toJSONSchema(document, { io: isOpen ? 'input' : 'output', unrepresentable: 'any' });
