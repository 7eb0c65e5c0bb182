import { TAG } from '../../../shared/names/index.ts';
import { autoScalingGroupAdapter } from '../../../shared/providers/auto-scaling-group/adapter.ts';
import { ec2Adapter } from '../../../shared/providers/ec2/adapter.ts';
import { FLEET_ACCESS } from '../../../shared/providers/ec2/ports.ts';
import { ec2FleetAdapter } from '../../../shared/providers/ec2-fleet/adapter.ts';
import { ecsServiceAdapter } from '../../../shared/providers/ecs-service/adapter.ts';
import { moduleFor, provider } from '../../../shared/providers/index.ts';
import { NOON } from '../../contracts/examples.ts';
import { describeProviderContract } from '../../contracts/providers/provider.contract.ts';
import { FakeFleets } from '../../fakes/ec2/fake-fleets.ts';
import { FakeAutoScaling } from '../../fakes/fake-auto-scaling.ts';
import { FakeEcs } from '../../fakes/fake-ecs.ts';
import { policyOf, setting } from '../evaluation/setting.ts';

const MINUTE = 60_000;

describeProviderContract('ec2, in memory', () => {
  const world = setting({ pendingFor: 30_000, invisibleFor: 5000 });
  const config = provider.parse(policyOf().provider);
  return {
    ...{ module: moduleFor(config), config, group: 'ci', now: world.clock },
    adapter: ec2Adapter(world.ports),
    settle: async () => world.pass(60),
    report: async (id, what, on) => (what === 'busy' ? world.fleet.setBusy(id, on) : world.fleet.setProtected(id, on)),
    end: async (id, as) => (as === 'stopped' ? world.fleet.stop(id) : world.fleet.vanish(id, 'Server.InternalError')),
  };
});

describeProviderContract('ec2 without EC2 Fleet, in memory', () => {
  const world = setting({ pendingFor: 30_000, invisibleFor: 5000 });
  const config = provider.parse({ ...policyOf().provider, spot: { percent: 50 } });
  return {
    ...{ module: moduleFor(config), config, group: 'ci', now: world.clock },
    adapter: ec2Adapter(world.ports),
    unavailable: new Map([[FLEET_ACCESS, Number.POSITIVE_INFINITY]]),
    settle: async () => world.pass(60),
    report: async (id, what, on) => (what === 'busy' ? world.fleet.setBusy(id, on) : world.fleet.setProtected(id, on)),
  };
});

describeProviderContract('auto-scaling-group, in memory', () => {
  let now = NOON;
  const aws = new FakeAutoScaling({ clock: () => now, reaction: 5000, pendingFor: 30_000 });
  aws.create('web', { group: 'ci', max: 6 });
  const config = provider.parse({ kind: 'auto-scaling-group', name: 'web' });
  const adapter = autoScalingGroupAdapter(aws);
  return {
    ...{ module: moduleFor(config), config, adapter, group: 'ci', now: () => now },
    async settle() {
      // The group sees what it lacks, launches it, and has it in service.
      for (let times = 0; times < 3; times++) {
        await aws.groups(['web']);
        now += MINUTE;
      }
    },
    report: async (id, what, on) =>
      what === 'busy' ? aws.setTag('web', id, TAG.busy, String(on)) : aws.setProtected('web', id, on),
  };
});

describeProviderContract('ecs-service, in memory', () => {
  let now = NOON;
  const ecs = new FakeEcs({ clock: () => now, reaction: 5000, pendingFor: 30_000 });
  ecs.create('web', 'ci');
  const config = provider.parse({ kind: 'ecs-service', cluster: 'main', service: 'web' });
  return {
    ...{ module: moduleFor(config), config, adapter: ecsServiceAdapter(ecs), group: 'ci', now: () => now },
    async settle() {
      for (let times = 0; times < 3; times++) {
        await ecs.services(['main/web']);
        now += MINUTE;
      }
    },
    report: async (id, what, on) =>
      what === 'busy' ? ecs.tasks.setTag('web', id, TAG.busy, String(on)) : ecs.tasks.setProtected('web', id, on),
  };
});

describeProviderContract('ec2-fleet, in memory', () => {
  let now = NOON;
  const id = 'fleet-01234567-89ab-cdef-0123-456789abcdef';
  const fleets = new FakeFleets({ clock: () => now, reaction: 5000, pendingFor: 30_000 });
  fleets.create(id, 'ci');
  const config = provider.parse({ kind: 'ec2-fleet', id });
  return {
    ...{ module: moduleFor(config), config, adapter: ec2FleetAdapter(fleets), group: 'ci', now: () => now },
    async settle() {
      for (let times = 0; times < 3; times++) {
        await fleets.fleets([id]);
        now += MINUTE;
      }
    },
    report: async (worker, what, on) =>
      what === 'busy'
        ? fleets.instances.setTag(id, worker, TAG.busy, String(on))
        : fleets.instances.setProtected(id, worker, on),
  };
});
