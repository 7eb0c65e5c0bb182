import type { Reason } from '../../model/index.ts';
import type { Report, UnreadableReport } from '../../names/index.ts';
import type { Terminated } from '../provider-adapter.ts';
import type { Addition } from '../sized/index.ts';
import type { FoundWorker } from '../worker.ts';
import type { Machines, ServicePlacement } from './described/placement.ts';
import type { DescribedService } from './described/service.ts';

/** What the provider ecs-service needs of AWS. Implemented in `api/ecs.ts`. Services are named `cluster/service`. */
export interface Ecs {
  /** Services with their tasks, by name. One that this account and region do not have is missing. */
  services(names: readonly string[]): Promise<ReadonlyMap<string, DescribedService | Error>>;
  /** The container instances of clusters. */
  machines(clusters: readonly string[], now: number): Promise<ReadonlyMap<string, Machines | Error>>;
  /** Where the tasks of a service run. */
  place(service: DescribedService, machines: Machines): Promise<ServicePlacement>;
  /** Lets ECS place no more tasks on container instances, or again. */
  setOpen(references: readonly string[], isOpen: boolean): Promise<void>;
  /** Raises the desired count to the plan's target; a higher one stays. */
  raise(plan: Addition): Promise<{ readonly desired: number }>;
  /** Lets ECS stop exactly these tasks, as far as they may be stopped now. */
  remove(name: string, ids: readonly string[], evenBusy: boolean): Promise<Terminated>;
  /** Tags tasks as draining until that moment. Those that are gone are passed over. */
  mark(ids: readonly string[], until: number): Promise<void>;
  /** Removes the tags of a drain. Tasks that are gone are passed over. */
  unmark(ids: readonly string[]): Promise<void>;
  /** Tags a task as done draining. */
  markDrained(id: string): Promise<void>;
  /** Tags a task with its report. */
  markReported(id: string, report: Report | UnreadableReport, at: number): Promise<void>;
  /** A warning when Application Auto Scaling also scales the service. */
  ownScaling(name: string, now: number): Promise<Reason | null>;
  /** A task that has the tags of a worker group of this stage; null for every other id. */
  find(id: string): Promise<FoundWorker | null>;
}
