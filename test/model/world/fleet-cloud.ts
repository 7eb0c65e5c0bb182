import { TAG } from '../../../shared/names/index.ts';
import { ec2FleetAdapter } from '../../../shared/providers/ec2-fleet/adapter.ts';
import { providersFrom } from '../../../shared/providers/index.ts';
import type { FakeAutoScalingOptions } from '../../fakes/fake-auto-scaling.ts';
import { FakeFleets } from '../../fakes/fake-fleets.ts';
import type { Cloud } from './cloud.ts';

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
  const { instances } = fleets;
  const own = idOf('ci');
  for (const group of ['ci', 'other']) fleets.create(idOf(group), group);
  return {
    policy: ({ provider: _, ...document }) => ({ ...document, provider: { kind: 'ec2-fleet', id: own } }),
    providers: (through) => providersFrom({ 'ec2-fleet': ec2FleetAdapter(through({ fleets }).fleets) }),
    alive: (group) =>
      instances.alive(idOf(group)).map(({ id, tags: { [TAG.drainingUntil]: until } }) => {
        return { id, activity: null, drainingUntil: until === undefined ? null : Date.parse(until) };
      }),
    add: (group, worker) => instances.add(idOf(group), worker),
    vanish: (id) => instances.vanish(own, id),
    says: (id, word, on) => instances.setTag(own, id, TAG[word], String(on)),
    setRoom: (remaining) => instances.setRoom(own, remaining ?? Number.POSITIVE_INFINITY),
    setIll: (id, on) => instances.setHealthy(own, id, !on),
  };
}
