import { once } from '../../model/index.ts';
import type { SourceReader } from '../source-reader.ts';
import type { Unreadable } from './reader.ts';
import type { SqsSource } from './schema.ts';

/** A reader that loads the SQS client with the first metric of a queue. */
export function lazySqsReader(onUnreadable: (unreadable: Unreadable) => void): SourceReader<SqsSource> {
  const reader = once(async () => {
    const [{ sqsClient }, { sqsReader }] = await Promise.all([
      import('../../aws/sqs/client.ts'),
      import('./reader.ts'),
    ]);
    return sqsReader(sqsClient(), onUnreadable);
  });
  return { read: async (...args) => (await reader()).read(...args) };
}
