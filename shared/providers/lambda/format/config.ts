import * as z from 'zod';
import { positiveDuration, textLike } from '../../../model/index.ts';
import { reportFields } from '../../reports/index.ts';
import { functionError } from '../reasons.ts';

/** A function's name, and an alias or a version: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const FUNCTION = /^[A-Za-z0-9-_]{1,64}(:[A-Za-z0-9$_-]{1,128})?$/;

export const schema = z.strictObject({
  kind: z.literal('lambda'),
  function: textLike(FUNCTION, (written) => functionError('', 'function-invalid-name', { written })).meta({
    description: 'The name of a function in the account and region of the deployment, or name:alias.',
  }),
  /** Seconds from a worker's launch until it must be ready; then it counts as unhealthy. */
  bootTimeout: positiveDuration.default(900),
  ...reportFields,
  /** What a worker costs is not known. */
  retire: z.enum(['oldest', 'newest', 'balanced']).default('balanced'),
});

/** What a policy says of its function. */
export type LambdaConfig = z.output<typeof schema>;
