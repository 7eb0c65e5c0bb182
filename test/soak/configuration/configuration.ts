import type { PolicyDocument } from '../../../shared/policy/index.ts';
import type { Outage, Pause, Slow } from '../faults/faults.ts';
import type { Replacing } from '../providers/replacing.ts';

/** A group with its policies in the order in which somebody applies them. */
export interface GroupPlan {
  readonly group: string;
  readonly policies: readonly { readonly at: number; readonly document: PolicyDocument }[];
  /** How much there is to do, in workers, from each moment on. */
  readonly demand: readonly { readonly at: number; readonly workers: number }[];
  readonly isPushed: boolean;
  /** It has a rule that tunes itself on the history of the demand. */
  readonly isTuned?: boolean;
  /** Its provider, if that launches and replaces workers by itself. */
  readonly replacedBy?: Replacing;
  /** When a newer version of the launch template appears. */
  readonly versions: readonly number[];
}

/** What a run is about: groups, policies, demand and faults. Times are ms since the beginning. */
export interface Configuration {
  readonly groups: readonly GroupPlan[];
  readonly faultsUntil: number;
  /** The probability of a mishap per call. */
  readonly rate: number;
  readonly outages: readonly Outage[];
  /** How often per hour something happens to a worker. */
  readonly losses: number;
  readonly shortages: readonly {
    readonly from: number;
    readonly to: number;
    readonly room: number;
    readonly code: string;
  }[];
  readonly pendingFor: number;
  readonly invisibleFor: number;
  readonly mostSkew: number;
  /** The share of the pauses that last for hours; a tenth, when left out. */
  readonly longPauses?: number;
  readonly pauses?: readonly Pause[];
  /** Calls in which a share of the processes are paused for at most so long. */
  readonly slow?: Slow;
  /** When a load balancer finds a share of the healthy targets unhealthy, others each minute. */
  readonly flapping?: { readonly from: number; readonly to: number; readonly share: number };
}
