import { define, errorsOf } from '../../model/index.ts';

/** Validation errors of metrics from functions, and why a function has no value. */
export const reasons = {
  'lambda-invalid-function': define<{ written: string; prefix: string }>(
    'Headcount may not invoke a function of this name.',
    ({ prefix }) =>
      `must be the name of a function (or name:alias) that begins with ${prefix}: Headcount may not invoke other functions`,
  ),
};
export const lambdaError = errorsOf(reasons);
