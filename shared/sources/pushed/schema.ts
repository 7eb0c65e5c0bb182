import * as z from 'zod';
import { atMost, positiveDuration } from '../../model/index.ts';

/** The longest delay of a message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html */
const LONGEST_INTERVAL_SECONDS = 900;

export const schema = z.strictObject({
  minInterval: atMost(positiveDuration, LONGEST_INTERVAL_SECONDS).default(5),
});

export type PushedSource = z.output<typeof schema>;
