import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { evaluate, queueFollowUps } from '../../shared/evaluation/index.ts';
import { evaluatingFunction } from '../../shared/runtime/evaluating.ts';
import { evaluateBatch } from './batch.ts';

const { cache, queue, log, warn, dependencies } = evaluatingFunction();

/** Handles the queue's messages, which carry many groups, and returns the messages that SQS must deliver again. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const again = await evaluateBatch(event.Records, {
    async evaluate(groups, trigger) {
      const reports = await evaluate(groups, trigger, cache, dependencies(context));
      for (const report of reports) log(report);
      await queueFollowUps(reports, queue, warn);
      return reports;
    },
    requeue: (group) => queue.send([group]),
    warn,
  });
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}
