import { once } from '../../../model/index.ts';
import type { Resizer } from '../ports.ts';
import type { DescribeInstances } from './seen-instance.ts';

/**
 * A resizer that loads the EC2 client when there is something to resize: more than half a megabyte that most
 * evaluations never need. What only looks (`ec2Workers`) goes by the light listing.
 */
export function lazyResizer(describe: DescribeInstances, stage: string): Resizer {
  const resizer = once(async () => (await import('./client.ts')).resizerWithClient(describe, stage));
  return {
    launch: async (...launch) => (await resizer()).launch(...launch),
    markDraining: async (...marking) => (await resizer()).markDraining(...marking),
    cancelDrain: async (...taking) => (await resizer()).cancelDrain(...taking),
    terminate: async (...terminating) => (await resizer()).terminate(...terminating),
  };
}
