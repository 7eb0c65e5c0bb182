import { pushedPage } from '../../names/index.ts';
import type { EvaluationQueue, GroupStates } from '../ports.ts';

/** Queues every group that is due. Returns their number. */
export async function queueDue({
  states,
  queue,
  clock,
}: {
  states: Pick<GroupStates, 'due'>;
  queue: EvaluationQueue;
  clock: () => number;
}): Promise<number> {
  const due = await states.due(clock());
  // Neighbors share items, which a message of many groups then reads once.
  if (due.length > 0) await queue.send(due.toSorted((one, other) => pushedPage(one) - pushedPage(other)));
  return due.length;
}
