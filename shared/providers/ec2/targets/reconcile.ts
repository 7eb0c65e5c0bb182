import type { ReconcileRequest } from '../../provider-adapter.ts';
import type { ManagedWorker } from '../../worker.ts';
import type { Ec2Config } from '../format/config.ts';
import type { HealthReadouts } from '../health/health.ts';
import type { SeenTarget, Targets } from '../ports.ts';

/** Registers running workers in their target groups, and deregisters draining ones. */
export async function reconcileTargets(
  { config, workers: there, facts }: ReconcileRequest<Ec2Config>,
  targets: Targets,
): Promise<void> {
  const running = there.filter(({ details }) => details.state === 'running');
  const idsOf = (some: readonly ManagedWorker[]) => some.map(({ id }) => id);
  for (const targetGroup of config.targetGroups) {
    const known = (facts as HealthReadouts).targets.get(targetGroup);
    if (!known) continue;
    const missing = running.filter(({ id, drainingUntil }) => drainingUntil === null && isOut(known.get(id)));
    if (missing.length > 0) await targets.register([targetGroup], idsOf(missing));
    const leaving = running.filter(({ id, drainingUntil }) => drainingUntil !== null && isIn(known.get(id)));
    if (leaving.length > 0) await targets.deregister([targetGroup], idsOf(leaving));
  }
}

/** Whether a target is not registered. A worker whose drain was canceled must be registered again. */
const isOut = (target: SeenTarget | undefined): boolean => target === undefined || target.health === 'draining';

/** Whether a target gets new requests or may get them. */
const isIn = (target: SeenTarget | undefined): boolean =>
  target !== undefined && target.health !== 'draining' && target.health !== 'unused';
