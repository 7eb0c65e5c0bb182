import * as z from 'zod';

export const schema = z.strictObject({
  queue: z.string().regex(/^[A-Za-z0-9_-]{1,80}(\.fifo)?$/, { error: "must be a queue's name" }),
  count: z.enum(['waiting', 'inFlight', 'delayed', 'all']).default('waiting'),
});

export type SqsSource = z.output<typeof schema>;
