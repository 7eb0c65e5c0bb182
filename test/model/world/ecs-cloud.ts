import { TAG } from '../../../shared/names/index.ts';
import { ecsServiceAdapter } from '../../../shared/providers/ecs-service/adapter.ts';
import { providersFrom } from '../../../shared/providers/index.ts';
import type { FakeAutoScalingOptions } from '../../fakes/fake-auto-scaling.ts';
import { FakeEcs } from '../../fakes/fake-ecs.ts';
import type { Cloud } from './cloud.ts';

/** Tasks of the services `ci` and `other`, which start and replace them. */
export function ecsCloud(options: FakeAutoScalingOptions): Cloud {
  const ecs = new FakeEcs(options);
  const { tasks } = ecs;
  for (const service of ['ci', 'other']) ecs.create(service, service);
  return {
    policy: ({ provider: _, ...document }) => ({
      ...document,
      provider: { kind: 'ecs-service', cluster: 'main', service: 'ci' },
    }),
    providers: (through) => providersFrom({ 'ecs-service': ecsServiceAdapter(through({ ecs }).ecs) }),
    alive: (group) =>
      tasks.alive(group).map(({ id, tags: { [TAG.drainingUntil]: until } }) => {
        return { id, activity: null, drainingUntil: until === undefined ? null : Date.parse(until) };
      }),
    add: (group, worker) => tasks.add(group, worker),
    vanish: (id) => tasks.vanish('ci', id),
    says: (id, word, on) => tasks.setTag('ci', id, TAG[word], String(on)),
    setRoom: (remaining) => tasks.setRoom('ci', remaining ?? Number.POSITIVE_INFINITY),
    setIll: (id, on) => tasks.setHealthy('ci', id, !on),
  };
}
