import type { Launched } from '../../provider-adapter.ts';
import type { ManagedWorker } from '../../worker.ts';
import type { Ec2Launch, Ec2Launched } from '../ports.ts';
import { weightsIn } from './weights.ts';

/** What a launch brought, as it was found by its tags. */
export const launchedBefore = (there: readonly ManagedWorker[], launch: Ec2Launch): Launched => ({
  launched: there.map(({ id, details: { instanceType = '', market = '', subnet = '', reservation } }) => ({
    ...{ id, capacityType: market, ...(subnet && { place: subnet }), ...weightIn(launch, instanceType) },
    details: { instanceType, market, ...(reservation && { reservation }) },
  })),
  ordered: 0,
  errors: [],
});

/** What a launch brought, as EC2 has answered. */
export const launchedNow = ({ launched, errors }: Ec2Launched, launch: Ec2Launch): Launched => ({
  launched: launched.map(({ id, instanceType, market, subnet, reservation }) => ({
    ...{ id, capacityType: market, ...(subnet && { place: subnet }), ...weightIn(launch, instanceType) },
    details: { instanceType, market, ...(reservation && { reservation }) },
  })),
  ordered: 0,
  errors: errors.map(({ pools, ...error }) => ({ ...error, offerings: pools })),
});

function weightIn(launch: Ec2Launch, instanceType: string): { readonly weight?: number } {
  const weight = weightsIn(launch).get(instanceType);
  return weight === undefined ? {} : { weight };
}
