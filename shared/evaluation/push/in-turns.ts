/** Calls at the same time. A push may concern thousands of groups, and each call takes a connection. */
const AT_ONCE = 40;

/** The answers for all items, in order, some at a time. */
export async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    answers.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  }
  return answers;
}
