import type { Report, UnreadableReport } from '../../names/index.ts';
import type { Terminated } from '../provider-adapter.ts';
import type { Addition } from '../sized/index.ts';
import type { FoundWorker } from '../worker.ts';
import type { DescribedFleet } from './described/fleet.ts';

/** What the provider ec2-fleet needs of AWS. Implemented in `api/fleets.ts`. */
export interface Fleets {
  /** Fleets with their instances, by id. One that this account and region do not have is missing. */
  fleets(ids: readonly string[]): Promise<ReadonlyMap<string, DescribedFleet>>;
  /** Raises the target to the plan's; a higher one stays. */
  raise(plan: Addition): Promise<{ readonly desired: number }>;
  /** Terminates instances, each with its part of the target, as far as they may be terminated now. */
  remove(id: string, workers: readonly string[], evenBusy: boolean): Promise<Terminated>;
  /** Tags instances as draining until that moment. Those that are gone are passed over. */
  mark(workers: readonly string[], until: number): Promise<void>;
  /** Removes the tags of a drain. Instances that are gone are passed over. */
  unmark(workers: readonly string[]): Promise<void>;
  /** Tags an instance as done draining. */
  markDrained(worker: string): Promise<void>;
  /** Tags an instance with its report. */
  markReported(worker: string, report: Report | UnreadableReport, at: number): Promise<void>;
  /** Why the fleet could not launch lately; null if its history does not say. */
  lastFailure(id: string, now: number): Promise<string | null>;
  /** An instance of a fleet with the tags of a worker group of this stage; null for every other instance. */
  find(worker: string): Promise<FoundWorker | null>;
}
