import type { ListedWorker } from '../../instances/listed-worker.ts';
import { reportsOf, SILENT } from '../../reports/index.ts';
import type { ManagedWorker, PoolWorker } from '../../worker.ts';
import type { Ec2Config } from '../format/config.ts';
import { type HealthReadouts, healthOf } from './health.ts';

/** Nothing was read: every worker counts as healthy. */
export const UNKNOWN: HealthReadouts = { impaired: new Set(), targets: new Map() };

/** A listed worker with its health and its reports. */
export function managed(
  worker: ListedWorker,
  config: Ec2Config | null,
  facts: HealthReadouts,
  now: number,
): ManagedWorker {
  const { id, group, launchedAt, zone, state, drainingUntil, busy, drained, activity } = worker;
  const { instanceType, market, subnet, substitute, template, image, reservation, warm } = worker;
  const reported = reportsOf(worker.reported ?? SILENT, now);
  const { unhealthy, serving, awaited } = healthOf({ id, launchedAt, state, reported }, config, facts, now);
  return {
    // Field by field: this runs for each worker, and spreads would take several times longer.
    id,
    group,
    launchedAt,
    zone,
    drainingUntil,
    protected: worker.protected,
    busy,
    drained,
    activity,
    reported,
    unhealthy,
    serving,
    details: {
      state,
      instanceType,
      market,
      ...(subnet && { subnet }),
      ...(substitute && { substitute: 'true' }),
      ...(reservation && { reservation }),
      ...(template && { template: template.id, version: template.version }),
      ...(image && { image }),
    },
    ...(awaited && { awaited }),
    ...(warm === false && { firstLaunchedAt: null }),
  };
}

/** A member of the warm pool. A load balancer does not know it, and one that rests cannot be unhealthy. */
export function member(worker: ListedWorker, config: Ec2Config | null, facts: HealthReadouts, now: number): PoolWorker {
  const each = managed(worker, config && { ...config, targetGroups: [] }, facts, now);
  const rest = worker.state === 'stopped' ? 'parked' : worker.state === 'stopping' ? 'going' : 'up';
  return { ...each, rest, ...(rest !== 'up' && { unhealthy: null, serving: false }) };
}

/** Whether an instance is a member of the warm pool, and has not ended. */
export const isMember = ({ warm, state }: Pick<ListedWorker, 'warm' | 'state'>): boolean =>
  warm === true && state !== 'shutting-down' && state !== 'terminated';
