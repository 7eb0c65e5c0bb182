import type { Reason } from '../model/index.ts';
import type { Report, UnreadableReport } from '../names/index.ts';
import type { WarmPool } from './provider-module.ts';
import type { Spec } from './rollout/part.ts';
import type { EndedWorker, FoundWorker, ManagedWorker, PoolWorker } from './worker.ts';

/** `repair`: below the minimum, or workers are missing; `short`: at most half of the needed capacity; `usual`: all else. */
export type Urgency = 'repair' | 'short' | 'usual';

/**
 * Describes and changes the workers of one kind of provider. A final rejection is an outcome. A method throws if the
 * outcome of a call is unknown or a permission is missing. It is then called again, so every method must be idempotent.
 */
export interface ProviderAdapter<Config = unknown, Plan = unknown> {
  /** The workers of any number of groups, in few calls. A group that cannot be described has its error. */
  describe(groups: readonly DescribeRequest<Config>[], now: number): Promise<ReadonlyMap<string, Description | Error>>;
  /** The workers of these groups and of groups that no longer exist. For the command line, not for evaluations. */
  all(groups: readonly DescribeRequest<Config>[], now: number): Promise<Listing>;
  /** A worker of this stage; null if it is gone, or for any other instance. */
  find(worker: string): Promise<FoundWorker | null>;

  /** Reduces a plan to what the account allows now. Takes calls from its budgets unless `isPreview`. */
  admit(plan: Plan, request: AdmitRequest): Promise<Admission<Plan>>;
  /** Draws the calls that removing so many workers takes: all of them, or none. */
  admitRemoval(count: number, request: AdmitRequest): Promise<RemovalAdmission>;
  /** Returns the calls that were taken for a resize that did not start. */
  giveBack(drawn: Drawn): Promise<void>;

  /** Carries out the plan, unless `workers` (the described ones) shows that this was done before. May be partial. */
  launch(order: LaunchOrder<Plan>, workers: readonly ManagedWorker[]): Promise<Launched>;
  /** Marks workers as draining, and stops sending work to them. Skips workers that are gone. */
  startDraining(order: RemovalOrder<Plan>, until: number): Promise<void>;
  /** Removes the drain marks. Skips workers that are gone. */
  cancelDrain(group: string, workers: readonly string[]): Promise<void>;
  /**
   * Terminates workers of the group, and never those of another group. Returns the workers that are terminating or gone. It
   * reads their state just before, and keeps protected workers and, without `evenBusy`, busy ones.
   */
  terminate(order: RemovalOrder<Plan>, options: TerminateOptions): Promise<Terminated>;
  /**
   * Parks members of the warm pool, and workers that return to it. Those that are busy, protected or not up yet stay as they
   * are. Absent for providers without warm pools.
   */
  park?(order: ParkOrder): Promise<Parked>;
  /** Records that the worker has drained. Skips a worker that is gone. */
  markDrained(worker: string): Promise<void>;
  /** Keeps what the worker has reported by an event, or that it was unreadable. One that is gone is passed over. `at`: ms since the epoch. */
  markReported(worker: string, report: Report | UnreadableReport, at: number): Promise<void>;
  /** Updates what routes work to the workers, such as target groups. It is idempotent, so it needs no claim. */
  reconcile(group: ReconcileRequest<Config>): Promise<void>;
  /**
   * Whether events report each worker that ends, stops or gets a notice. Then an earlier list (`DescribeRequest.known`) can be
   * reused. Absent: no.
   */
  readonly hasEvents?: true;
  /** Absent for kinds whose workers have no versions. */
  readonly versions?: Versions<Config>;
  /** Places no more workers on these machines, or again. Absent for workers that need no machine of another group. */
  setOpen?(references: readonly string[], isOpen: boolean): Promise<void>;
}

/** What launches use, as far as only the provider knows it. An answer is a reason where there is nothing to use. */
export interface Versions<Config = unknown> {
  /** Of these configurations, in their order, in few calls. */
  current(configs: readonly Config[]): Promise<readonly (Spec | Reason)[]>;
  /** Of one, with all that a rollout begins with, such as the image. `version`: instead of the configuration's. */
  target(config: Config, version?: string): Promise<Spec | Reason>;
}

export interface DescribeRequest<Config = unknown> {
  readonly group: string;
  /** Null for a group whose policy is gone. */
  readonly config: Config | null;
  /** Workers that were launched lately: one that is not among the workers is looked up, to learn whether it has ended. */
  readonly launched?: readonly string[];
  /** Whether to say where its workers run, and what they reserve there; for groups of a cluster. */
  readonly isPlaced?: boolean;
  /** Its workers as they were described some minutes ago. No event has reported a change since then. */
  readonly known?: Description;
}

export interface Description {
  /** Workers that start or run. */
  readonly workers: readonly ManagedWorker[];
  /** Workers that stopped, and those of `DescribeRequest.launched` that ended. They are never capacity. */
  readonly ended: readonly EndedWorker[];
  /** Members of its warm pool. They are never capacity. */
  readonly members?: readonly PoolWorker[];
  /** Units of capacity that are requested and have no worker yet. */
  readonly ordered: number;
  /** Notes on the group for operators. */
  readonly notes: readonly Reason[];
  /** Data for the provider's own module and adapter; opaque to others. */
  readonly facts: unknown;
  /** Where the workers run; null if that cannot be read, absent if nobody asked, or if they need no machine of another group. */
  readonly placement?: Placement | null;
}

/** CPU and memory, in units of the provider. */
export interface Resources {
  readonly cpu: number;
  readonly memory: number;
}

/** Workers that need a place on machines, and those machines. */
export interface Placement {
  /** What one more worker reserves; null if that is not known. */
  readonly each: Resources | null;
  /** What each worker reserves, by its id. */
  readonly workers: ReadonlyMap<string, Resources>;
  /** How many more start or run than are listed: the list may be older than the machines. */
  readonly unlisted: number;
  readonly hosts: readonly Host[];
}

/** A machine on which workers run: the worker of another group. Its CPU and memory are those that workers can reserve. */
export interface Host extends Resources {
  /** The id of that worker. */
  readonly id: string;
  /** Identifies the machine in `setOpen`. */
  readonly reference: string;
  readonly free: Resources;
  /** How many run or start on it, without those that run on every machine. */
  readonly running: number;
  /** Whether what runs on every machine reserves a part of it. */
  readonly hasDaemons: boolean;
  /** Whether it accepts more. */
  readonly isOpen: boolean;
  /** Whether somebody has closed it; one that is neither is not ready. */
  readonly isClosed: boolean;
}

/** The result of `all`. */
export interface Listing {
  readonly workers: readonly ManagedWorker[];
  /** Workers that stopped, and those that ended lately, as long as the provider shows them. */
  readonly ended: readonly EndedWorker[];
  /** Members of warm pools. */
  readonly members?: readonly PoolWorker[];
  /** The error of each group that cannot be described. */
  readonly errors: ReadonlyMap<string, Error>;
  /** What people should know of a group, as `Description.notes`; groups without a note may be missing. */
  readonly notes: ReadonlyMap<string, readonly Reason[]>;
}

export interface AdmitRequest {
  readonly urgency: Urgency;
  /** A preview takes nothing from the budgets. */
  readonly isPreview: boolean;
}

/** Calls that were taken from a budget. */
export interface Drawn {
  readonly kind: string;
  readonly count: number;
  /** The requests that this takes, if they have their own bucket. */
  readonly requests?: { readonly kind: string; readonly count: number };
  /** Those of another kind, taken for the same resize. */
  readonly also?: Drawn;
}

export interface Admission<Plan = unknown> {
  /** Null if nothing is granted. */
  readonly plan: Plan | null;
  /** Units of capacity. */
  readonly count: number;
  /** The limits that reduced the plan. */
  readonly reasons: readonly Reason[];
  readonly drawn: Drawn | null;
}

export interface RemovalAdmission {
  readonly granted: boolean;
  readonly reasons: readonly Reason[];
  readonly drawn: Drawn | null;
}

export interface LaunchOrder<Plan = unknown> {
  readonly group: string;
  /** Its id marks the workers. */
  readonly activity: string;
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly plan: Plan;
}

export interface RemovalOrder<Plan = unknown> {
  readonly group: string;
  readonly workers: readonly string[];
  readonly plan: Plan;
}

export interface ParkOrder {
  readonly group: string;
  readonly workers: readonly string[];
  readonly state: WarmPool['state'];
  /** They are workers and become members. Otherwise, none but members is parked. */
  readonly returns: boolean;
  /** As `RemovalOrder.plan`, for workers that return. */
  readonly plan: unknown;
}

export interface Parked {
  /** Members that rest or are on their way there. */
  readonly parked: readonly string[];
  /** Those of them that should have hibernated, and are only stopped. */
  readonly stopped?: readonly string[] | undefined;
  /** Why others are not, or not as asked for. */
  readonly reasons: readonly Reason[];
}

export interface TerminateOptions {
  readonly evenBusy: boolean;
  /** Whether they have drained; if not, no more work may be sent to them first. */
  readonly drained: boolean;
}

export interface Terminated {
  readonly gone: readonly string[];
  /** Why others stay, where the provider says. */
  readonly reasons: readonly Reason[];
}

export interface LaunchedWorker {
  readonly id: string;
  /** The provider's word for what was launched. */
  readonly capacityType?: string;
  /** The provider's word for where it runs, so that the next launch can keep zones even. */
  readonly place?: string;
  /** Units of capacity that it counts as; absent: 1. */
  readonly weight?: number;
  /** It was started from the warm pool. */
  readonly warm?: true;
  readonly details: Readonly<Record<string, string>>;
}

export interface Launched {
  readonly launched: readonly LaunchedWorker[];
  /** Units of capacity that are requested, and come without being named here. */
  readonly ordered: number;
  readonly errors: readonly LaunchError[];
}

/** Why some of a launch did not come. */
export interface LaunchError {
  /** The provider's own code and message. */
  readonly code: string;
  readonly message: string;
  /** The offerings it concerns: they are left out for a while. */
  readonly offerings: readonly string[];
  /** Capacity is short for now, as opposed to a request that can never succeed. */
  readonly capacity: boolean;
  /**
   * Neither capacity nor the request is at fault. `now`: the next evaluation tries again, for example after throttling.
   * `soon`: the cause may change at any time, for example a permission; launches back off from the second refusal in a row.
   */
  readonly retry?: 'now' | 'soon' | undefined;
  /** How many seconds `offerings` are excluded, if not for the usual time. */
  readonly leftOutFor?: number | undefined;
  /** Members of the warm pool that it did not start. */
  readonly members?: readonly string[] | undefined;
  /** The meaning and the remedy, if the provider's message does not contain them. */
  readonly reason?: Reason | undefined;
}

export interface ReconcileRequest<Config = unknown> {
  readonly group: string;
  readonly config: Config;
  /** `drainingUntil` as the group's state has it. */
  readonly workers: readonly ManagedWorker[];
  readonly facts: unknown;
}
