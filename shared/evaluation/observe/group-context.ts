import type { Decision } from '../../decision/index.ts';
import type { Reason } from '../../model/index.ts';
import type { Observation } from '../../policy/index.ts';
import type { EndedWorker, PoolWorker } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import type { Part } from '../events/part.ts';
import type { Seen, Trigger } from '../model.ts';
import type { Rolled } from '../rollout/rolled.ts';
import type { FoundGroup } from './found.ts';
import type { Observed } from './observe.ts';
import type { UnhealthyWorker } from './workers/workers.ts';

/** The decision for one group, and what it is based on. */
export interface DecidedContext extends Pick<FoundGroup, 'policy' | 'paused'> {
  /** The state as it was read, updated with what the description shows of launched, stopped and ended workers. */
  readonly state: GroupState;
  readonly observation: Observation;
  readonly decision: Decision;
  readonly seen: Seen;
  /** Metrics that could not be read, and why: they have no data. */
  readonly unread: readonly Reason[];
  /** What renews its workers; absent: nothing may. */
  readonly rolled?: Rolled;
  readonly now: number;
}

/** A decided group with its workers, one by one. */
export interface WorkersContext
  extends DecidedContext,
    Pick<FoundGroup, 'description' | 'workers' | 'launches' | 'retiring'> {
  /** Members of the warm pool. They are no workers. */
  readonly members: readonly PoolWorker[];
  /** Workers that are gone or stopped, except those that Headcount terminated. */
  readonly ended: readonly EndedWorker[];
  /** Workers that are missing since the last decision without a failed launch or a stop: others have terminated them. */
  readonly vanished: number;
  /** Unhealthy workers that are not draining. */
  readonly unhealthy: readonly UnhealthyWorker[];
  /** Unhealthy workers that are draining. Their drain is never canceled. */
  readonly unhealthyDraining: ReadonlySet<string>;
}

/** A group with what a launch depends on besides. */
export interface LaunchContext extends WorkersContext {
  readonly unavailable: Observed['unavailable'];
  /** What right-sizing has changed about launches; empty: nothing. */
  readonly sized: readonly Reason[];
}

/** Everything of one group in an evaluation: also what is only stored or reported. */
export interface GroupContext extends LaunchContext, Pick<FoundGroup, 'weights' | 'spending'> {
  readonly trigger: Trigger;
  /** How workers ended since the last decision. */
  readonly endings: readonly Reason[];
  /** What to report of requests to another region. */
  readonly overflowNews?: Part;
  /** What to report of its rollout. */
  readonly rolloutNews?: Part;
  /** Whether `state` must be stored although the decision changes nothing. */
  readonly hasSettled: boolean;
}
