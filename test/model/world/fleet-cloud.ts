import { ec2FleetAdapter } from '../../../shared/providers/ec2-fleet/adapter.ts';
import { providersFrom } from '../../../shared/providers/index.ts';
import { FakeFleets } from '../../fakes/ec2/fake-fleets.ts';
import type { FakeAutoScalingOptions } from '../../fakes/fake-auto-scaling.ts';
import type { Cloud } from './cloud.ts';
import { inReplacing } from './replacing.ts';

const idOf = (group: string): string =>
  `fleet-00000000-0000-0000-0000-${group === 'ci' ? '000000000001' : '000000000002'}`;
const groupOf = (id: string): string => (id === idOf('ci') ? 'ci' : 'other');

/** Instances of the fleets of `ci` and `other`, which launch and replace them. */
export function fleetCloud({ onLaunch, onReplace, ...options }: FakeAutoScalingOptions): Cloud {
  const fleets = new FakeFleets({
    ...options,
    onLaunch: (id, worker) => onLaunch?.(groupOf(id), worker),
    onReplace: (id, worker) => onReplace?.(groupOf(id), worker),
  });
  for (const group of ['ci', 'other']) fleets.create(idOf(group), group);
  return {
    policy: ({ provider: _, ...document }) => ({ ...document, provider: { kind: 'ec2-fleet', id: idOf('ci') } }),
    providers: (through) => providersFrom({ 'ec2-fleet': ec2FleetAdapter(through({ fleets }).fleets) }),
    ...inReplacing(fleets.instances, { holderOf: idOf }),
  };
}
