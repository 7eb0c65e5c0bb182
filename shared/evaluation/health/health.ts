import type { Ec2Provider } from '../../policy/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { ListedWorker } from '../model.ts';
import type { TargetHealth } from '../ports.ts';

/** What is wrong with a worker, worst first. */
export type Illness = 'interruption' | 'status-check' | 'boot' | 'target-health' | 'rebalance';

/** What was read of the health of workers; nothing known is nothing wrong. */
export interface HealthReadouts {
  readonly impaired: ReadonlySet<string>;
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, TargetHealth>>;
}

export interface Health {
  readonly illness: Illness | null;
  /** Launched lately, and not in service yet. */
  readonly isBooting: boolean;
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
  worker: ListedWorker,
  provider: Ec2Provider | undefined,
  notices: GroupState['notices'],
  { impaired, targets }: HealthReadouts,
  now: number,
): Health {
  const warnings = new Set(notices.filter(({ id }) => id === worker.id).map(({ kind }) => kind));
  const isYoung = now - worker.launchedAt < (provider?.bootTimeout ?? Number.POSITIVE_INFINITY) * 1000;
  const isUp = worker.state === 'running';
  // A target group that could not be read says nothing.
  const read = (provider?.targetGroups ?? []).flatMap((group) => targets.get(group) ?? []);
  const found = read.map((health) => health.get(worker.id));
  const fails = isUp && found.some((health) => health !== undefined && FAILING.has(health));
  const serves = isUp && found.every((health) => health !== undefined && SERVING.has(health));
  const isImpaired = provider?.statusChecks === true && impaired.has(worker.id);
  const illness = warnings.has('interruption')
    ? 'interruption'
    : isImpaired
      ? 'status-check'
      : !isYoung && !isUp
        ? 'boot'
        : !isYoung && fails
          ? 'target-health'
          : warnings.has('rebalance')
            ? 'rebalance'
            : null;
  return { illness, isBooting: illness === null && !serves };
}

/** Will be gone within minutes, whatever anybody does. */
export const isTaken = (illness: Illness): boolean => illness === 'interruption' || illness === 'rebalance';
