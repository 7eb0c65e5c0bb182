import type { Placement } from '../../provider-adapter.ts';

/** Where a service's tasks run, and what they reserve; by the ARN of the container instance, its EC2 instance. */
export interface ServicePlacement {
  readonly placement: Placement;
  readonly instances: ReadonlyMap<string, string>;
}
