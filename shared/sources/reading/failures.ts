import { define, makers } from '../../model/index.ts';

/** Failures of readers of any kind. Only commands show the texts. */
export const failures = {
  'read-too-slow': define<{ seconds: number }>(
    'The source did not answer in the time that all metrics of its kind have together.',
    ({ seconds }) =>
      `It did not answer within ${seconds} s. Check that the source can be reached, or read fewer metrics from it`,
  ),
};
export const because = makers(failures);
