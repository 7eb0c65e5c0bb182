import * as z from 'zod';
import { textLike } from '../../model/index.ts';
import { sqsError } from './reasons.ts';

export const schema = z.strictObject({
  queue: textLike(/^[A-Za-z0-9_-]{1,80}(\.fifo)?$/, (written) => sqsError('', 'sqs-invalid-queue', { written })),
  count: z.enum(['waiting', 'inFlight', 'delayed', 'all']).default('waiting'),
});

export type SqsSource = z.output<typeof schema>;
