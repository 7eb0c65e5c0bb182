import * as z from 'zod';

/** Documents that have many fields, and may get more. docs/reference/json-output.md describes them. */
export const anyDocument = (description: string) => z.looseObject({}).describe(description);
