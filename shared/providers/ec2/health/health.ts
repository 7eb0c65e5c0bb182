import type { Reason } from '../../../model/index.ts';
import type { ListedWorker } from '../../instances/listed-worker.ts';
import { isReadyBy, silenceOf } from '../../reports/index.ts';
import type { WorkerReports } from '../../worker.ts';
import { because } from '../because.ts';
import type { Ec2Config } from '../format/config.ts';
import type { SeenTarget, TargetHealth } from '../ports.ts';
import { targetGroupName } from '../targets/name.ts';

/** The health of workers as it was read. A worker that is missing here counts as healthy. */
export interface HealthReadouts {
  readonly impaired: ReadonlySet<string>;
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, SeenTarget>>;
}

export interface Health {
  readonly unhealthy: Reason | null;
  readonly serving: boolean;
  /** Why a target group does not have a running worker in service. */
  readonly awaited?: Reason;
}

/** `unavailable` says nothing about the worker: there are no checks. For `unused` see {@link isUnused}. */
const SERVING: ReadonlySet<TargetHealth> = new Set(['healthy', 'unavailable']);
const FAILING: ReadonlySet<TargetHealth> = new Set(['unhealthy', 'unhealthy.draining']);

type Judged = Pick<ListedWorker, 'id' | 'state' | 'launchedAt'> & { readonly reported: WorkerReports };

/**
 * The health of a listed worker. Until `bootTimeout` has passed, a worker that its target group does not report as healthy
 * counts as booting, like in the grace period of EC2 Auto Scaling:
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html
 * A worker that is not registered counts as booting at any age.
 */
export function healthOf(
  worker: Judged,
  config: Ec2Config | null,
  { impaired, targets }: HealthReadouts,
  now: number,
): Health {
  const isYoung = now - worker.launchedAt < (config?.bootTimeout ?? Number.POSITIVE_INFINITY) * 1000;
  const isUp = worker.state === 'running';
  // Target groups that could not be read are ignored.
  const read = (config?.targetGroups ?? []).flatMap((group) => {
    const seen = targets.get(group);
    return seen ? [{ group, seen }] : [];
  });
  const found = read.flatMap(({ seen }) => seen.get(worker.id) ?? []);
  const failing = isUp ? found.find(({ health }) => FAILING.has(health)) : undefined;
  const isReady = config === null || isReadyBy(config, worker.reported);
  const awaiting = read.find(({ seen }) => !isServedBy(seen, worker.id));
  const judged = {
    serving: isUp && isReady && !awaiting,
    ...(isUp && awaiting && { awaited: awaitedBy(awaiting.group, awaiting.seen.get(worker.id)) }),
  };
  if (config?.statusChecks === true && impaired.has(worker.id))
    return { unhealthy: because['status-check-failed']({}), ...judged };
  if (!isYoung && !isUp)
    return { unhealthy: because['boot-timeout']({ seconds: config?.bootTimeout ?? 0 }), ...judged };
  if (!isYoung && failing) {
    const { cause } = failing;
    return { unhealthy: because['target-unhealthy']({ ...(cause && { cause }) }), ...judged };
  }
  return { unhealthy: config === null ? null : silenceOf({ ...worker, isUp }, config, now), ...judged };
}

type TargetGroupHealth = ReadonlyMap<string, SeenTarget>;

const isServedBy = (seen: TargetGroupHealth, id: string): boolean => {
  const health = seen.get(id)?.health;
  if (health === 'unused') return !isUnused(seen, id);
  return health !== undefined && SERVING.has(health);
};

const awaitedBy = (targetGroup: string, target: SeenTarget | undefined): Reason =>
  because['target-awaited']({
    targetGroup: targetGroupName(targetGroup),
    health: target?.health ?? null,
    ...(target?.cause && { cause: target.cause }),
  });

/**
 * `unused` says that no listener uses the target group, and then nothing about the worker; or that the load balancer has
 * not enabled the worker's zone. Where other targets are healthy it is the zone, and the worker gets no requests.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
function isUnused(seen: TargetGroupHealth, id: string): boolean {
  return seen.get(id)?.health === 'unused' && [...seen.values()].some(({ health }) => health === 'healthy');
}

/** Running workers that get no requests because of their zone, by target group. Replacing them would change nothing. */
export function unusedTargets(
  workers: readonly Pick<ListedWorker, 'id' | 'state' | 'zone'>[],
  config: Ec2Config | null,
  { targets }: Pick<HealthReadouts, 'targets'>,
): Reason[] {
  return (config?.targetGroups ?? []).flatMap((targetGroup) => {
    const health = targets.get(targetGroup);
    const unused = health ? workers.filter(({ id, state }) => state === 'running' && isUnused(health, id)) : [];
    if (unused.length === 0) return [];
    const zones = [...new Set(unused.map(({ zone }) => zone))].sort();
    return [because['zone-not-enabled']({ targetGroup, zones, workers: unused.map(({ id }) => id) })];
  });
}
