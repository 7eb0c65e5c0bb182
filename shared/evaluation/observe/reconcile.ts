import type { EvaluationDependencies } from '../dependencies.ts';
import type { GroupContext } from './context.ts';
import { isForgotten } from './drain-marks.ts';

/**
 * Brings what routes work to the workers, and their drain marks, in line with the group. Doing it again does no harm, so
 * it needs no claim.
 */
export async function reconcile(
  { policy: { group, provider: config }, state, description, workers, now }: GroupContext,
  { providers }: Pick<EvaluationDependencies, 'providers'>,
): Promise<void> {
  if (!config) return;
  const provider = providers.of(config.kind);
  await provider.reconcile({ group, config, workers, facts: description.facts });
  const forgotten = description.workers.filter((worker) => isForgotten(worker, state, now));
  if (forgotten.length > 0)
    await provider.cancelDrain(
      group,
      forgotten.map(({ id }) => id),
    );
}
