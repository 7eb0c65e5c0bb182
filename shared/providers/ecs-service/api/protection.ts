import { inChunks } from '../../../model/index.ts';
import { explained } from '../errors.ts';
import { type EcsCall, listIn, textIn, timeIn } from './call.ts';
import { clusterOf, idIn, ownIdOf } from './task-id.ts';

/** "You can specify up to 10 task IDs": https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskProtection.html */
const TASKS_PER_CALL = 10;

/** When protections end, by the ids of tasks; ms since the epoch. */
type Protections = ReadonlyMap<string, number>;

/** Tasks of one cluster that may not be stopped by a scale-in, and until when. */
export async function protectedAmong(call: EcsCall, ids: readonly string[]): Promise<Protections> {
  const found = new Map<string, number>();
  for (const chunk of inChunks(ids, TASKS_PER_CALL)) {
    const output = await explained(() => call('GetTaskProtection', inputOf(chunk)), chunk);
    for (const [id, until] of protectionsIn(output)) found.set(id, until);
  }
  return found;
}

export interface Protected {
  /** The protections that were set. */
  readonly own: Protections;
  /** Why some could not be set, by the ids of the tasks. */
  readonly failures: ReadonlyMap<string, string>;
}

/**
 * Protects tasks of one cluster from scale-in for so many minutes. Leaves out those that are protected already, so that none
 * that has protected itself a moment ago is protected for less time.
 */
export async function protect(call: EcsCall, ids: readonly string[], minutes: number): Promise<Protected> {
  const own = new Map<string, number>();
  const failures = new Map<string, string>();
  for (const chunk of inChunks(ids, TASKS_PER_CALL)) {
    const already = await protectedAmong(call, chunk);
    const others = chunk.filter((id) => !already.has(id));
    const output = await change(call, others, { protectionEnabled: true, expiresInMinutes: minutes });
    for (const [id, until] of protectionsIn(output)) own.set(id, until);
    for (const failure of listIn(output, 'failures')) {
      failures.set(idIn(textIn(failure, 'arn')), textIn(failure, 'reason'));
    }
  }
  return { own, failures };
}

/** Ends protections that `protect` has set. One that ends at another time is the task's own by now, and stays. */
export async function unprotect(call: EcsCall, own: Protections): Promise<void> {
  for (const chunk of inChunks([...own.keys()], TASKS_PER_CALL)) {
    const now = await protectedAmong(call, chunk);
    const still = chunk.filter((id) => now.get(id) === own.get(id));
    await change(call, still, { protectionEnabled: false });
  }
}

async function change(call: EcsCall, ids: readonly string[], how: object): Promise<Readonly<Record<string, unknown>>> {
  return ids.length === 0 ? {} : explained(() => call('UpdateTaskProtection', { ...inputOf(ids), ...how }), ids);
}

const inputOf = (ids: readonly string[]) => ({ cluster: clusterOf(ids), tasks: ids.map(ownIdOf) });

const protectionsIn = (output: Readonly<Record<string, unknown>>): [string, number][] =>
  listIn(output, 'protectedTasks').flatMap((task): [string, number][] =>
    task['protectionEnabled'] === true ? [[idIn(textIn(task, 'taskArn')), timeIn(task, 'expirationDate') ?? 0]] : [],
  );
