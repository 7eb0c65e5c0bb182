import type { Description } from '../provider-adapter.ts';

/** Groups at a time: what describes them shares the concurrency of an account, and the memory of this process. */
const AT_ONCE = 10;
/** For all descriptions of an evaluation, which lives for 120 s. */
export const MOST_MS = 24_000;

/**
 * Describes groups whose workers are known to somebody else's code, some at a time. `isOver`: the time for all of them is
 * used up. Each minute begins with another group, so that none is always the last.
 */
export async function describedInTurns<Owner extends { readonly group: string }>(
  owners: readonly Owner[],
  now: number,
  mostMs: number,
  describe: (owner: Owner, isOver: boolean) => Promise<Description | Error>,
): Promise<ReadonlyMap<string, Description | Error>> {
  const answers = new Map<string, Description | Error>();
  const until = performance.now() + mostMs;
  const first = owners.length > 0 ? Math.floor(now / 60_000) % owners.length : 0;
  const waiting = [...owners.slice(first), ...owners.slice(0, first)].values();
  const worker = async () => {
    for (const owner of waiting) answers.set(owner.group, await describe(owner, performance.now() >= until));
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, owners.length) }, worker));
  return answers;
}
