import type { Launched } from '../../provider-adapter.ts';
import type { ManagedWorker } from '../../worker.ts';
import type { Ec2Launched } from '../ports.ts';

/** What a launch brought, as it was found by its tags. */
export const launchedBefore = (there: readonly ManagedWorker[]): Launched => ({
  launched: there.map(({ id, details: { instanceType = '', market = '', subnet = '', reservation } }) => ({
    ...{ id, capacityType: market, ...(subnet && { place: subnet }) },
    details: { instanceType, market, ...(reservation && { reservation }) },
  })),
  ordered: 0,
  errors: [],
});

/** What a launch brought, as EC2 has answered. */
export const launchedNow = ({ launched, errors }: Ec2Launched): Launched => ({
  launched: launched.map(({ id, instanceType, market, subnet, reservation }) => ({
    ...{ id, capacityType: market, ...(subnet && { place: subnet }) },
    details: { instanceType, market, ...(reservation && { reservation }) },
  })),
  ordered: 0,
  errors: errors.map(({ pools, ...error }) => ({ ...error, offerings: pools })),
});
