import type { Reason } from '../../../model/index.ts';
import type { WorkerReports } from '../../worker.ts';
import type { ListedWorker, TargetHealth } from '../ports.ts';
import { because } from '../reasons.ts';
import type { Ec2Config } from '../schema.ts';

/** The health of workers as it was read. A worker that is missing here counts as healthy. */
export interface HealthReadouts {
  readonly impaired: ReadonlySet<string>;
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, TargetHealth>>;
}

export interface Health {
  readonly unhealthy: Reason | null;
  readonly serving: boolean;
}

/** `unavailable` and `unused` have no information about the worker: no checks, or no listener uses the target group. */
const SERVING: ReadonlySet<TargetHealth> = new Set(['healthy', 'unavailable', 'unused']);
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
  const isReady = config?.readiness === undefined || worker.reported.ready;
  const serving = isUp && isReady && found.every((health) => health !== undefined && SERVING.has(health));
  if (config?.statusChecks === true && impaired.has(worker.id))
    return { unhealthy: because['status-check-failed']({}), serving };
  if (!isYoung && !isUp) return { unhealthy: because['boot-timeout']({}), serving };
  if (!isYoung && fails) return { unhealthy: because['target-unhealthy']({}), serving };
  return { unhealthy: config === null ? null : silence(worker, config, isUp, now), serving };
}

/**
 * Why a worker is unhealthy by what it does not report. Before its first report, it has the time to boot. A time that
 * cannot be read is no silence.
 */
function silence({ launchedAt, reported }: Judged, config: Ec2Config, isUp: boolean, now: number): Reason | null {
  const { readiness, heartbeat, bootTimeout } = config;
  const isLate = readiness !== undefined && now - launchedAt >= readiness.within * 1000;
  if (isLate && !reported.ready) return because['not-ready-in-time']({ within: readiness.within });
  if (heartbeat === undefined || !isUp || reported.unreadable.length > 0) return null;
  const { aliveAt } = reported;
  const allowed = aliveAt === null ? Math.max(heartbeat, readiness?.within ?? bootTimeout) : heartbeat;
  const silent = (now - Math.max(aliveAt ?? 0, launchedAt)) / 1000;
  return silent < allowed ? null : because['no-heartbeat']({ silent: Math.floor(silent), heartbeat: allowed });
}
