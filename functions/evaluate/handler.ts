import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import {
  buryFailing,
  evaluate,
  lazyRequests,
  queueAfterCooldowns,
  queueFollowUps,
  queueIntervals,
  remembersWorkers,
} from '../../shared/evaluation/index.ts';
import { ENVIRONMENT } from '../../shared/names/index.ts';
import { evaluatingFunction } from '../../shared/runtime/evaluating.ts';
import { logEvaluations, logWait } from '../../shared/runtime/own-metrics.ts';
import { evaluateBatch } from './batch.ts';
import { longestWait, type ReceivedRecord, tickOf } from './wait.ts';

const { logger, environment, cache, queue, queueAt, deadLetters, wakes, log, warn, dependencies } =
  evaluatingFunction();
/** Only this function evaluates calm groups: the others react to an event. */
const knownWorkers = remembersWorkers();
const tunings = lazyRequests(queueAt(ENVIRONMENT.tuningsUrl), Date.now, warn);

/** Handles the queue's messages, which carry many groups, and returns the messages that SQS must deliver again. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const now = Date.now();
  const records = event.Records as unknown as ReceivedRecord[];
  const [wait, tickAt] = [longestWait(records, now), tickOf(records, now)];
  if (wait !== null) logWait(logger, environment.stage, wait, now);
  const again = await evaluateBatch(event.Records, {
    async evaluate(groups, trigger) {
      const reports = await evaluate(groups, trigger, cache, {
        ...(await dependencies(context)),
        knownWorkers,
        tunings,
      });
      for (const report of reports) await log(report);
      logEvaluations(logger, reports, {
        stage: environment.stage,
        now: Date.now(),
        policyOf: (group) => cache.known(group),
      });
      await queueFollowUps(reports, queue, warn);
      await queueAfterCooldowns(reports, { wakes, queue, policies: cache, clock: Date.now, warn });
      await queueIntervals(reports, { tickAt, now: Date.now() }, cache, queue, warn);
      await buryFailing(reports, deadLetters);
      return reports;
    },
    requeue: (group) => queue.send([group]),
    warn,
  });
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}
