import { define, errorsOf } from '../../model/index.ts';

/** Validation errors of counts of a queue. */
export const reasons = {
  'sqs-invalid-queue': define<{ written: string }>(
    "The value is not a queue's name: an address or an ARN, for example.",
    ({ written }) =>
      /[/:]/.test(written)
        ? `must be a queue's name, such as ${written.split(/[/:]/).at(-1) || 'jobs'}, not a URL or ARN: Headcount reads only queues of its own account and region`
        : "must be a queue's name: up to 80 letters, digits, hyphens and underscores, and .fifo at the end of a FIFO queue's name",
  ),
};
export const sqsError = errorsOf(reasons);
