import type { EvaluationDependencies } from '../dependencies.ts';
import type { GroupContext } from './context.ts';
import { hasStaleDrainMark } from './drain-marks.ts';

/** Updates target groups and drain marks to match the group. It is idempotent, so it needs no claim. */
export async function reconcile(
  { policy: { group, provider: config }, state, description, workers, now }: GroupContext,
  { providers }: Pick<EvaluationDependencies, 'providers'>,
): Promise<void> {
  if (!config) return;
  const provider = providers.of(config.kind);
  await provider.reconcile({ group, config, workers, facts: description.facts });
  const stale = description.workers.filter((worker) => hasStaleDrainMark(worker, state, now));
  if (stale.length > 0)
    await provider.cancelDrain(
      group,
      stale.map(({ id }) => id),
    );
}
