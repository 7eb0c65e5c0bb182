import type { Reason } from '../../model/index.ts';
import type { ListedWorker, TargetHealth } from './ports.ts';
import { because } from './reasons.ts';
import type { Ec2Config } from './schema.ts';

/** What was read of the health of workers; nothing known is nothing wrong. */
export interface HealthReadouts {
  readonly impaired: ReadonlySet<string>;
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, TargetHealth>>;
}

export interface Health {
  readonly unhealthy: Reason | null;
  readonly serving: boolean;
}

/** Neither of the last two says anything of the worker: nothing is checked, or no listener uses the target group. */
const SERVING: ReadonlySet<TargetHealth> = new Set(['healthy', 'unavailable', 'unused']);
const FAILING: ReadonlySet<TargetHealth> = new Set(['unhealthy', 'unhealthy.draining']);

/**
 * Health of a listed worker. Until `bootTimeout` has passed, a worker that its load balancer does not
 * find healthy is one that boots: as with the grace period of EC2 Auto Scaling,
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html
 * One that is not registered yet, or again, boots however old it is.
 */
export function healthOf(
  worker: Pick<ListedWorker, 'id' | 'state' | 'launchedAt'>,
  config: Ec2Config | null,
  { impaired, targets }: HealthReadouts,
  now: number,
): Health {
  const isYoung = now - worker.launchedAt < (config?.bootTimeout ?? Number.POSITIVE_INFINITY) * 1000;
  const isUp = worker.state === 'running';
  // A target group that could not be read says nothing.
  const read = (config?.targetGroups ?? []).flatMap((group) => targets.get(group) ?? []);
  const found = read.map((health) => health.get(worker.id));
  const fails = isUp && found.some((health) => health !== undefined && FAILING.has(health));
  const serving = isUp && found.every((health) => health !== undefined && SERVING.has(health));
  if (config?.statusChecks === true && impaired.has(worker.id))
    return { unhealthy: because['status-check-failed']({}), serving };
  if (!isYoung && !isUp) return { unhealthy: because['boot-timeout']({}), serving };
  if (!isYoung && fails) return { unhealthy: because['target-unhealthy']({}), serving };
  return { unhealthy: null, serving };
}
