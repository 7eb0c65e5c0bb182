import { autoScalingGroupAdapter } from '../../../shared/providers/auto-scaling-group/adapter.ts';
import { providersFrom } from '../../../shared/providers/index.ts';
import { FakeAutoScaling, type FakeAutoScalingOptions } from '../../fakes/fake-auto-scaling.ts';
import type { Cloud } from './cloud.ts';
import { inReplacing } from './replacing.ts';

/** Members of the Auto Scaling groups `ci` and `other`, which launch and replace them. */
export function autoScalingCloud(options: FakeAutoScalingOptions): Cloud {
  const autoScaling = new FakeAutoScaling(options);
  for (const group of ['ci', 'other']) autoScaling.create(group, { group });
  return {
    policy: ({ provider: _, ...document }) => ({ ...document, provider: { kind: 'auto-scaling-group', name: 'ci' } }),
    providers: (through) =>
      providersFrom({ 'auto-scaling-group': autoScalingGroupAdapter(through({ autoScaling }).autoScaling) }),
    ...inReplacing(autoScaling),
  };
}
