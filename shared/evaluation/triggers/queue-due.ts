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
  if (due.length > 0) await queue.send(due);
  return due.length;
}
