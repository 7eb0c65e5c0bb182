import { define, errorsOf } from '../../model/index.ts';

/** Validation errors of counts of a queue. */
export const reasons = {
  'sqs-invalid-queue': define<{ written: string }>(
    "The value is not a queue's name: an address or an ARN, for example.",
    () => "must be a queue's name",
  ),
};
export const sqsError = errorsOf(reasons);
