import { reportsOf, SILENT } from '../../reports/index.ts';
import type { ManagedWorker } from '../../worker.ts';
import type { Ec2Config } from '../format/config.ts';
import type { ListedWorker } from '../ports.ts';
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
  const { state, stateReason, instanceType, market, subnet, substitute, template, image, reservation, ...rest } =
    worker;
  const { reported: tagged = SILENT, ...common } = rest;
  const reported = reportsOf(tagged, now);
  return {
    ...{ ...common, reported },
    ...healthOf({ ...worker, reported }, config, facts, now),
    details: {
      ...{ state, instanceType, market },
      ...(subnet && { subnet }),
      ...(substitute && { substitute: 'true' }),
      ...(reservation && { reservation }),
      ...(template && { template: template.id, version: template.version }),
      ...(image && { image }),
    },
  };
}
