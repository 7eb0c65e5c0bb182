import type { Host, Placement } from '../../provider-adapter.ts';

/** The container instances of a cluster; by the ARN of each, its EC2 instance. */
export interface Machines {
  readonly hosts: readonly Host[];
  readonly instances: ReadonlyMap<string, string>;
}

/** Where a service's tasks run, and what they reserve. */
export interface ServicePlacement extends Pick<Machines, 'instances'> {
  readonly placement: Placement;
}
