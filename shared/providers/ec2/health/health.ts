import type { Reason } from '../../../model/index.ts';
import { isReadyBy, silenceOf } from '../../reports/index.ts';
import type { WorkerReports } from '../../worker.ts';
import { because } from '../because.ts';
import type { Ec2Config } from '../format/config.ts';
import type { ListedWorker, TargetHealth } from '../ports.ts';

/** The health of workers as it was read. A worker that is missing here counts as healthy. */
export interface HealthReadouts {
  readonly impaired: ReadonlySet<string>;
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, TargetHealth>>;
}

export interface Health {
  readonly unhealthy: Reason | null;
  readonly serving: boolean;
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
  const read = (config?.targetGroups ?? []).flatMap((group) => targets.get(group) ?? []);
  const found = read.map((health) => health.get(worker.id));
  const fails = isUp && found.some((health) => health !== undefined && FAILING.has(health));
  const isReady = config === null || isReadyBy(config, worker.reported);
  const serving = isUp && isReady && read.every((health) => isServedBy(health, worker.id));
  if (config?.statusChecks === true && impaired.has(worker.id))
    return { unhealthy: because['status-check-failed']({}), serving };
  if (!isYoung && !isUp) return { unhealthy: because['boot-timeout']({}), serving };
  if (!isYoung && fails) return { unhealthy: because['target-unhealthy']({}), serving };
  return { unhealthy: config === null ? null : silenceOf({ ...worker, isUp }, config, now), serving };
}

type TargetGroupHealth = ReadonlyMap<string, TargetHealth>;

const isServedBy = (health: TargetGroupHealth, id: string): boolean => {
  const state = health.get(id);
  if (state === 'unused') return !isUnused(health, id);
  return state !== undefined && SERVING.has(state);
};

/**
 * `unused` says that no listener uses the target group, and then nothing about the worker; or that the load balancer has
 * not enabled the worker's zone. Where other targets are healthy it is the zone, and the worker gets no requests.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
function isUnused(health: TargetGroupHealth, id: string): boolean {
  return health.get(id) === 'unused' && [...health.values()].includes('healthy');
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
