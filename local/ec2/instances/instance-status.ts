import { type Filterable, filtered } from '../filters.ts';
import type { Page } from '../model.ts';
import { pageOf } from '../pages.ts';
import { type Ec2State, listed, type ShownInstance } from '../state.ts';
import {
  INSTANCE_FILTERS,
  type InstancesRequest,
  instancesOf,
  launchOrder,
  rejectIdsWithPages,
  visibleInstances,
} from './instances.ts';

export type CheckResult = 'ok' | 'impaired' | 'initializing' | 'not-applicable';

export interface InstanceStatus {
  readonly instance: ShownInstance;
  /** The result of the instance check and of the system check, which always agree in this stand-in. */
  readonly check: CheckResult;
}

/** Returns the status checks of running instances, or of all instances if `all` is set. */
export function describeInstanceStatus(
  ec2State: Ec2State,
  request: InstancesRequest & { readonly all: boolean },
): Page<InstanceStatus> {
  rejectIdsWithPages(request);
  const chosen = request.ids.length > 0 ? instancesOf(ec2State, request.ids) : visibleInstances(ec2State);
  const statuses = chosen
    .map((instance) => listed(ec2State, instance))
    .filter(({ state }) => request.all || state === 'running')
    .map((instance) => ({ instance, check: checkOf(ec2State, instance) }));
  const passing = filtered(statuses, request.filters, NAMES);
  return pageOf('instance-status', passing, ({ instance }) => launchOrder(instance), request.page);
}

function checkOf(ec2State: Ec2State, instance: ShownInstance): CheckResult {
  if (instance.state !== 'running') return 'not-applicable';
  if (instance.impaired) return 'impaired';
  return ec2State.now() < instance.startedAt + ec2State.lifetimes.initializingFor ? 'initializing' : 'ok';
}

const ofInstance = (name: string) => (status: InstanceStatus) => INSTANCE_FILTERS[name]?.(status.instance) ?? [];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html */
const NAMES: Filterable<InstanceStatus> = {
  'availability-zone': ofInstance('availability-zone'),
  'instance-state-name': ofInstance('instance-state-name'),
  'instance-state-code': ofInstance('instance-state-code'),
  'instance-status.status': ({ check }) => [check],
  'system-status.status': ({ check }) => [check],
};
