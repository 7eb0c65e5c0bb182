import type { AdapterContext } from '../../adapter-context.ts';
import { ec2Call } from '../../instances/call.ts';
import { lightDescribe } from '../../instances/describe.ts';
import { lazyTemplates } from '../../instances/lazy-templates.ts';
import type { ProviderAdapter } from '../../provider-adapter.ts';
import type { Plan } from '../../sized/index.ts';
import { autoScalingGroupAdapter } from '../adapter.ts';
import type { Versioned } from '../rollout/part.ts';
import { autoScaling } from './auto-scaling.ts';
import { autoScalingCall } from './call.ts';

/** The provider auto-scaling-group on AWS. */
export function autoScalingGroupOnAws({
  connections: { borrowed },
  stage,
}: AdapterContext): ProviderAdapter<Versioned, Plan> {
  return autoScalingGroupAdapter(
    autoScaling({
      call: autoScalingCall(borrowed),
      ec2: ec2Call(borrowed, process.env),
      describe: lightDescribe(borrowed),
      templates: lazyTemplates(borrowed),
      stage,
    }),
  );
}
