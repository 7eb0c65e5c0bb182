import { define, errorsOf } from '../../model/index.ts';

/** Validation errors of metrics from functions, and why a function has no value. */
export const reasons = {
  'lambda-invalid-function': define<{ written: string; prefix: string }>(
    'The function of a metric has another name than those that may be invoked.',
    ({ prefix }) =>
      `must be the name of a function (or name:alias) that begins with ${prefix}: no others may be invoked`,
  ),
};
export const lambdaError = errorsOf(reasons);
