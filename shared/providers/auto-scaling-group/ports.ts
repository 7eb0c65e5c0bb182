import type { Reason } from '../../model/index.ts';
import type { Report, UnreadableReport } from '../../names/index.ts';
import type { SeenInstance } from '../instances/seen-instance.ts';
import type { Templates } from '../instances/templates-port.ts';
import type { Addition } from '../sized/index.ts';
import type { FoundWorker } from '../worker.ts';
import type { DescribedGroup } from './described/group.ts';

/** What the provider auto-scaling-group needs of AWS. Implemented in `api/auto-scaling.ts`. */
export interface AutoScaling {
  /** Launch templates, from which groups launch. */
  readonly templates: Templates;
  /** Groups by name; one that this account and region do not have is missing. */
  groups(names: readonly string[]): Promise<ReadonlyMap<string, DescribedGroup>>;
  /** Instances of these groups by id, as EC2 describes them. */
  membersOf(names: readonly string[]): Promise<ReadonlyMap<string, SeenInstance>>;
  /** Raises the desired capacity to the plan's target, never above the group's maximum; a higher one stays. */
  raise(plan: Addition): Promise<DescribedGroup>;
  /** Has the group launch from this version of its template, unless it does so already. */
  useTemplate(group: DescribedGroup, template: { readonly id: string; readonly version: string }): Promise<void>;
  /** Terminates members, each with its capacity; see `remove`. */
  remove(name: string, ids: readonly string[], evenBusy: boolean): Promise<Removal>;
  /** Tags members as draining until that moment. Those that are gone are passed over. */
  mark(ids: readonly string[], until: number): Promise<void>;
  /** Removes the tags of a drain. Members that are gone are passed over. */
  unmark(ids: readonly string[]): Promise<void>;
  /** Tags a member as done draining. */
  markDrained(id: string): Promise<void>;
  /** Tags a member with its report. */
  markReported(id: string, report: Report | UnreadableReport, at: number): Promise<void>;
  /** Why the group's last launch failed; null when it did not. */
  lastFailure(name: string): Promise<string | null>;
  /** A warning when the group scales itself. */
  ownPolicies(group: DescribedGroup, now: number): Promise<Reason | null>;
  /** A member of a group that carries the tags of a worker group of this stage; null for every other instance. */
  find(id: string): Promise<FoundWorker | null>;
}

export interface Removal {
  /** Those on their way out, and those that no longer belong to the group's capacity. */
  readonly gone: readonly string[];
  readonly reasons: readonly Reason[];
}
