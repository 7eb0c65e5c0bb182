import type { AdapterContext } from '../adapter-context.ts';
import { describeBy } from '../instances/describe.ts';
import { lazyTemplates } from '../instances/lazy-templates.ts';
import { lightListing } from '../instances/listing.ts';
import { lightMarkDrained, lightMarkReported } from '../instances/mark-drained.ts';
import type { ProviderAdapter } from '../provider-adapter.ts';
import { ec2Adapter } from './adapter.ts';
import { findWorker } from './api/find-worker.ts';
import { lazyResizer } from './api/lazy.ts';
import { ec2LaunchRooms } from './api/rooms.ts';
import { ec2StatusChecks } from './api/status-checks.ts';
import { vcpusLeft } from './api/vcpu-quotas.ts';
import { ec2Workers } from './api/workers.ts';
import type { Ec2Config } from './format/config.ts';
import type { Ec2Plan } from './format/plan.ts';
import { lazyTargets } from './targets/lazy.ts';

/** The provider `ec2` on AWS. It loads the clients of the SDK on the first resize. */
export function ec2OnAws({
  connections,
  budget,
  stage,
  clock,
  warn,
}: AdapterContext): ProviderAdapter<Ec2Config, Ec2Plan> {
  const { metrics, borrowed } = connections;
  const list = lightListing(borrowed);
  const describe = describeBy(list);
  const resizer = lazyResizer(describe, stage);
  return ec2Adapter({
    workers: ec2Workers(describe, stage),
    statusChecks: ec2StatusChecks(list, (why) => warn(`status checks cannot be read: ${why}`)),
    targets: lazyTargets(warn),
    rooms: ec2LaunchRooms({ list, vcpusLeft: (now) => vcpusLeft(metrics, now), clock }, (unknown) =>
      warn(`launches do not consider ${unknown}`),
    ),
    budget,
    templates: lazyTemplates(borrowed),
    resizer,
    warm: resizer,
    find: findWorker(describe, stage),
    markDrained: lightMarkDrained(borrowed),
    markReported: lightMarkReported(borrowed),
    clock,
  });
}
