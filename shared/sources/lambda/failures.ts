import { define, makers } from '../../model/index.ts';

/** Why the reader has no value, and what to do. Only commands show the texts. */
export const failures = {
  'lambda-threw': define<{ function: string; error: string }>(
    'The function of a metric failed.',
    ({ function: name, error }) => `${name} failed: ${error}. Read its log`,
  ),
  'lambda-timeout': define<{ function: string; seconds: number }>(
    'The function of a metric did not answer in time.',
    ({ function: name, seconds }) =>
      `${name} did not answer within ${seconds} s. Make it faster, or let it push values`,
  ),
  'lambda-not-invoked': define<{ function: string; error: string }>(
    'The function of a metric could not be invoked.',
    ({ function: name, error }) =>
      `${name} cannot be invoked: ${error}. Check that it exists in this account and region`,
  ),
  'lambda-too-large': define<{ function: string; bytes: number }>(
    'The answer of a function is too large.',
    ({ function: name, bytes }) =>
      `the answer of ${name} has more than ${bytes} bytes. Return the requested values only`,
  ),
  'lambda-invalid-answer': define<{ function: string; path: string; error: string }>(
    'The answer of a function does not have the documented form.',
    ({ function: name, path, error }) =>
      `the answer of ${name} is not valid: ${path} ${error}. Return { "values": [ … ] }`,
  ),
  'lambda-no-value': define<{ function: string; error: string | null }>(
    'The answer of a function has no value for a metric, or an error instead.',
    ({ function: name, error }) =>
      error === null
        ? `the answer of ${name} has no entry with the id of the metric. Return one for each request`
        : `${name} reports: ${error}`,
  ),
};
export const because = makers(failures);
