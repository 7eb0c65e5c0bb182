import type { Context } from 'aws-lambda';
import { delivered } from '../../shared/aws/events/delivered.ts';
import { receivedEvent } from '../../shared/aws/events/worker-event.ts';
import { onWorkerEvent } from '../../shared/evaluation/index.ts';
import { evaluatingFunction } from '../../shared/runtime/evaluating.ts';

const { logger, aws, evaluateNow } = evaluatingFunction();

/** Evaluates the group of the worker in the event. All instances of the account send events, and most are not workers. */
export async function handler(event: unknown, context: Context): Promise<void> {
  const received = receivedEvent(delivered(event));
  if (received.kind === 'nameless') {
    logger.warn('unreadable report', { why: received.why });
    return;
  }
  if (received.kind === 'unreadable') {
    logger.warn('unreadable report', { why: received.problem, instance: received.worker });
  }
  const { providers, states } = aws;
  const evaluate = (group: string) => evaluateNow([group], 'worker-event', context);
  const { worker: instance, ...rest } = await onWorkerEvent(received, { providers, states, evaluate, clock: Date.now });
  const handled = { ...rest, instance };
  if (handled.result === 'foreign') logger.debug('worker event', { handled });
  else logger.info('worker event', { handled });
}
