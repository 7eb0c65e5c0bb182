import type { EvaluationQueue } from '../../evaluation/index.ts';
import { once } from '../../model/index.ts';

/** A queue that loads the SQS client at the first message: most evaluations do not resize and send none. */
export function lazyEvaluationQueue(queueUrl: string): EvaluationQueue {
  const queue = once(async () => {
    const [{ sqsClient }, { sqsEvaluationQueue }] = await Promise.all([
      import('./client.ts'),
      import('./evaluation-queue.ts'),
    ]);
    return sqsEvaluationQueue(sqsClient(), queueUrl);
  });
  return {
    send: async (...args) => (await queue()).send(...args),
    sendLater: async (...args) => (await queue()).sendLater(...args),
  };
}
