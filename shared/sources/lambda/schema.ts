import * as z from 'zod';
import { textLike } from '../../model/index.ts';
import { FUNCTION_PREFIX } from './names.ts';
import { lambdaError } from './reasons.ts';

/** A function's name, and an alias or a version. */
const FUNCTION = /^metrics-for-headcount-[A-Za-z0-9_-]{1,42}(:[A-Za-z0-9$_-]{1,128})?$/;

export const schema = z.strictObject({
  function: textLike(FUNCTION, (written) =>
    lambdaError('', 'lambda-invalid-function', { written, prefix: FUNCTION_PREFIX }),
  ).meta({ description: 'The name of a function in the account and region of the deployment, or name:alias.' }),
  parameters: z
    .record(z.string().min(1).max(100), z.string().max(1000))
    .default({})
    .meta({ description: 'Texts that the function gets with the name of the metric.' }),
});

export type LambdaSource = z.output<typeof schema>;
