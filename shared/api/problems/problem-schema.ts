import * as z from 'zod';

/** An error as problem details: https://www.rfc-editor.org/rfc/rfc9457 */
export const problemSchema = z.object({
  type: z.string().describe('A URN with the code'),
  title: z.string().describe('The meaning of the status'),
  status: z.int(),
  detail: z.string().describe('What is wrong'),
  code: z.string().describe('Stable: docs/reference/codes.md'),
  params: z.looseObject({}).describe('The parameters of the code'),
  remedy: z.string().nullable().describe('What to do about it'),
  errors: z
    .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
    .optional()
    .describe('What is wrong with the input: each error with its path'),
});
