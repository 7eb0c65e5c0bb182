import { define, makers } from '../../model/index.ts';

/** Why a count cannot be read, and what to do. Only commands show the texts. */
export const failures = {
  'sqs-no-queue': define<{ queue: string }>(
    'The queue does not exist in this account and region.',
    ({ queue }) =>
      `There is no queue ${queue} in this account and region. Create it, or correct its name in the policy`,
  ),
};
export const because = makers(failures);
