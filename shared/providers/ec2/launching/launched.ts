import type { Launched, LaunchedWorker } from '../../provider-adapter.ts';
import type { ManagedWorker } from '../../worker.ts';
import type { Ec2Launch, Ec2Launched } from '../ports.ts';
import { weightsIn } from './weights.ts';

/** What a launch brought, as it was found by its tags. */
export function launchedBefore(there: readonly ManagedWorker[], launch: Ec2Launch): Launched {
  const isStarted = new Set(launch.starts?.map(({ id }) => id));
  return {
    launched: there.map(({ id, details: { instanceType = '', market = '', subnet = '', reservation } }) => ({
      ...launchedWorker({ id, instanceType, market, subnet, reservation }, launch),
      ...(isStarted.has(id) && { warm: true as const }),
    })),
    ordered: 0,
    errors: [],
  };
}

/** What a launch brought, as EC2 has answered. */
export const launchedNow = ({ launched, errors }: Ec2Launched, launch: Ec2Launch): Launched => ({
  launched: launched.map((instance) => launchedWorker(instance, launch)),
  ordered: 0,
  errors: errors.map(({ pools, ...error }) => ({ ...error, offerings: pools })),
});

/** Without what is not known, and without a weight where the launch counts instances. */
function launchedWorker(
  {
    id,
    instanceType,
    market,
    subnet,
    reservation,
  }: Readonly<Record<'id' | 'instanceType' | 'market' | 'subnet', string>> & {
    readonly reservation?: string | undefined;
  },
  launch: Ec2Launch,
): LaunchedWorker {
  const weight = weightsIn(launch).get(instanceType);
  return {
    id,
    capacityType: market,
    ...(subnet && { place: subnet }),
    ...(weight !== undefined && { weight }),
    details: { instanceType, market, ...(reservation && { reservation }) },
  };
}
