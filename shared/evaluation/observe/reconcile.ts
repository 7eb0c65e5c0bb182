import { isPausedIn } from '../../decision/index.ts';
import { moduleFor, type ProviderAdapter } from '../../providers/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { WorkersContext } from './group-context.ts';
import { hasStaleDrainMark } from './workers/drain-marks.ts';

/** Updates target groups, drain marks and stopped workers to match the group. It is idempotent, so it needs no claim. */
export async function reconcile(
  context: WorkersContext,
  { providers }: Pick<EvaluationDependencies, 'providers'>,
): Promise<void> {
  const { policy, state, description, workers, now } = context;
  const { group, provider: config } = policy;
  if (!config) return;
  const provider = providers.of(config.kind);
  const inForce = context.rolled?.inForce.provider ?? config;
  await provider.reconcile({ group, config: inForce, workers, facts: description.facts });
  const stale = description.workers.filter((worker) => hasStaleDrainMark(worker, state, now));
  if (stale.length > 0)
    await provider.cancelDrain(
      group,
      stale.map(({ id }) => id),
    );
  await endStopped(context, provider);
}

/**
 * Terminates stopped workers, because they cost something and somebody may start them again. A group that is paused for
 * scale-in keeps them.
 */
async function endStopped(
  { policy, paused, ended, description }: WorkersContext,
  provider: ProviderAdapter,
): Promise<void> {
  const { group, provider: config } = policy;
  const ids = ended.filter((worker) => worker.isStopped && !worker.protected).map(({ id }) => id);
  if (!config || ids.length === 0 || isPausedIn(paused, 'in')) return;
  const { workers, plan } = moduleFor(config).planToRemove(config, { workers: ids, facts: description.facts, keep: 0 });
  const { granted } = await provider.admitRemoval(workers.length, { urgency: 'usual', isPreview: false });
  if (granted) await provider.terminate({ group, workers, plan }, { evenBusy: true, drained: false });
}
