import type { Description } from '../../provider-adapter.ts';
import type { Owner } from '../../sized/index.ts';
import { describedInTurns } from '../../user-code/index.ts';
import { because } from '../because.ts';
import { FunctionError } from '../errors.ts';
import type { LambdaConfig } from '../format/config.ts';
import { notesOn, orderedBy, workersOf } from './described.ts';
import type { GroupMessages } from './group-messages.ts';
import { nameOf } from './names.ts';

/**
 * Describes groups, each by a message to its function, for at most `mostMs`. If a function did not answer for one group, its
 * other groups fail at once.
 */
export function describedGroups(
  owners: readonly Owner<LambdaConfig>[],
  messages: GroupMessages,
  now: number,
  mostMs: number,
): Promise<ReadonlyMap<string, Description | Error>> {
  const silent = new Map<string, FunctionError>();
  return describedInTurns(owners, now, mostMs, async (owner, isOver) => {
    const { function: of } = owner;
    const failed = silent.get(of);
    if (failed) return failed;
    if (isOver) return new FunctionError(because['function-not-asked']({ function: of }));
    const answer = await descriptionOf(owner, messages, now);
    if (answer instanceof FunctionError && answer.reason.code === 'function-timeout') silent.set(of, answer);
    return answer;
  });
}

async function descriptionOf(
  owner: Owner<LambdaConfig>,
  messages: GroupMessages,
  now: number,
): Promise<Description | Error> {
  try {
    const group = await messages.describe(nameOf(owner));
    const workers = workersOf(owner, group, now);
    return { workers, ended: [], ordered: orderedBy(group), notes: notesOn(group), facts: group };
  } catch (error) {
    // A function that fails fails its own group alone.
    if (error instanceof FunctionError) return error;
    throw error;
  }
}
