import { inChunks } from '../../../aws/chunks.ts';
import { explained } from '../errors.ts';
import { type EcsCall, listIn, textIn } from './call.ts';
import { clusterOf, idIn, ownIdOf } from './task-id.ts';

/** "You can specify up to 10 task IDs": https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskProtection.html */
const TASKS_PER_CALL = 10;

/** Tasks of one cluster that may not be stopped by a scale-in. */
export async function protectedAmong(call: EcsCall, ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const chunk of inChunks(ids, TASKS_PER_CALL)) {
    const input = { cluster: clusterOf(chunk), tasks: chunk.map(ownIdOf) };
    const output = await explained(() => call('GetTaskProtection', input), chunk);
    for (const task of listIn(output, 'protectedTasks')) {
      if (task['protectionEnabled'] === true) found.add(idIn(textIn(task, 'taskArn')));
    }
  }
  return found;
}

/** Protects tasks of one cluster from scale-in for so many minutes; returns why some could not be, by their ids. */
export async function protect(
  call: EcsCall,
  ids: readonly string[],
  minutes: number,
): Promise<ReadonlyMap<string, string>> {
  return change(call, ids, { protectionEnabled: true, expiresInMinutes: minutes });
}

export async function unprotect(call: EcsCall, ids: readonly string[]): Promise<void> {
  await change(call, ids, { protectionEnabled: false });
}

async function change(call: EcsCall, ids: readonly string[], how: object): Promise<Map<string, string>> {
  const failures = new Map<string, string>();
  for (const chunk of inChunks(ids, TASKS_PER_CALL)) {
    const input = { cluster: clusterOf(chunk), tasks: chunk.map(ownIdOf), ...how };
    const output = await explained(() => call('UpdateTaskProtection', input), chunk);
    for (const failure of listIn(output, 'failures')) {
      failures.set(idIn(textIn(failure, 'arn')), textIn(failure, 'reason'));
    }
  }
  return failures;
}
