import { TAG } from '../../../shared/names/index.ts';
import { autoScalingGroupAdapter } from '../../../shared/providers/auto-scaling-group/adapter.ts';
import { providersFrom } from '../../../shared/providers/index.ts';
import { FakeAutoScaling, type FakeAutoScalingOptions } from '../../fakes/fake-auto-scaling.ts';
import type { Cloud } from './cloud.ts';

/** Members of the Auto Scaling groups `ci` and `other`, which launch and replace them. */
export function autoScalingCloud(options: FakeAutoScalingOptions): Cloud {
  const autoScaling = new FakeAutoScaling(options);
  for (const group of ['ci', 'other']) autoScaling.create(group, { group });
  return {
    policy: ({ provider: _, ...document }) => ({ ...document, provider: { kind: 'auto-scaling-group', name: 'ci' } }),
    providers: (through) =>
      providersFrom({ 'auto-scaling-group': autoScalingGroupAdapter(through({ autoScaling }).autoScaling) }),
    alive: (group) =>
      autoScaling.alive(group).map(({ id, tags: { [TAG.drainingUntil]: until } }) => {
        return { id, activity: null, drainingUntil: until === undefined ? null : Date.parse(until) };
      }),
    add: (group, worker) => autoScaling.add(group, worker),
    vanish: (id) => autoScaling.vanish('ci', id),
    says: (id, word, on) => autoScaling.setTag('ci', id, TAG[word], String(on)),
    setRoom: (remaining) => autoScaling.setRoom('ci', remaining ?? Number.POSITIVE_INFINITY),
    setIll: (id, on) => autoScaling.setHealthy('ci', id, !on),
  };
}
