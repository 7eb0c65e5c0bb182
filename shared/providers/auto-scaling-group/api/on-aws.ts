import type { AdapterContext } from '../../adapter-context.ts';
import { lazyTemplates } from '../../ec2/api/lazy.ts';
import { ec2Call } from '../../ec2/api/light/call.ts';
import { lightDescribe } from '../../ec2/api/light/describe.ts';
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
