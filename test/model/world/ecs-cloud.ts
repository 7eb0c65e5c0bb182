import { ecsServiceAdapter } from '../../../shared/providers/ecs-service/adapter.ts';
import { providersFrom } from '../../../shared/providers/index.ts';
import type { FakeAutoScalingOptions } from '../../fakes/fake-auto-scaling.ts';
import { FakeEcs } from '../../fakes/fake-ecs.ts';
import type { Cloud } from './cloud.ts';
import { inReplacing } from './replacing.ts';

/** Tasks of the services `ci` and `other`, which start and replace them. */
export function ecsCloud(options: FakeAutoScalingOptions): Cloud {
  const ecs = new FakeEcs(options);
  for (const service of ['ci', 'other']) ecs.create(service, service);
  return {
    policy: ({ provider: _, ...document }) => ({
      ...document,
      provider: { kind: 'ecs-service', cluster: 'main', service: 'ci' },
    }),
    providers: (through) => providersFrom({ 'ecs-service': ecsServiceAdapter(through({ ecs }).ecs) }),
    ...inReplacing(ecs.tasks),
  };
}
