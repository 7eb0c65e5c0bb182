import type { Spending } from '../../prices/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';

/**
 * Stores the hours that were over at the last write of the state, when the next hour is over. They are the state's own, so
 * evaluations that run at the same time store the same. What is stored leaves the state with its next write.
 */
export async function withStoredHours(
  { group, spending: before }: GroupState,
  after: Spending,
  { costs, warn }: Pick<EvaluationDependencies, 'costs' | 'warn'>,
): Promise<Spending> {
  const { closed } = before;
  if (!costs || closed.length === 0 || before.hour?.at === after.hour?.at) return after;
  try {
    await costs.store(group, closed);
  } catch (error) {
    warn?.(`The costs of ${group} could not be stored`, error);
    return after;
  }
  return { ...after, closed: after.closed.slice(closed.length) };
}
