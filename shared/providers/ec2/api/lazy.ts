import { once } from '../../../model/index.ts';
import type { DescribeInstances } from '../../instances/seen-instance.ts';
import type { Resizer, WarmInstances } from '../ports.ts';

/**
 * A resizer that loads the EC2 client on first use. The client has more than half a megabyte, and most evaluations do not
 * resize. Reads such as `ec2Workers` use the light listing.
 */
export function lazyResizer(describe: DescribeInstances, stage: string): Resizer & WarmInstances {
  const resizer = once(async () => (await import('./client.ts')).resizerWithClient(describe, stage));
  return {
    launch: async (...launch) => (await resizer()).launch(...launch),
    markDraining: async (...marking) => (await resizer()).markDraining(...marking),
    cancelDrain: async (...taking) => (await resizer()).cancelDrain(...taking),
    terminate: async (...terminating) => (await resizer()).terminate(...terminating),
    startMembers: async (...starting) => (await resizer()).startMembers(...starting),
    park: async (...parking) => (await resizer()).park(...parking),
  };
}
