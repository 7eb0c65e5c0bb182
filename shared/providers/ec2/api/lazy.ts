import { once } from '../../../model/index.ts';
import type { Resizer, Templates, WarmInstances } from '../ports.ts';
import type { Borrowed } from './light/call.ts';
import type { DescribeInstances } from './seen-instance.ts';

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

/** Launch templates are read for groups with rollouts only. */
export function lazyTemplates(borrowed: Borrowed): Templates {
  const templates = once(async () => (await import('./light/templates.ts')).lightTemplates(borrowed));
  return {
    find: async (wanted) => (await templates()).find(wanted),
    version: async (template, version) => (await templates()).version(template, version),
  };
}
