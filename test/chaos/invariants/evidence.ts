import type { ShownInstance } from '../../../local/ec2/index.ts';
import type { Activity } from '../../../shared/evaluation/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import type { Policy } from '../../../shared/policy/index.ts';
import type { GroupState } from '../../../shared/state/index.ts';

/** All that is known of one group after evaluations that crashed, were cut off or raced, once later ones have settled. */
export interface Evidence {
  readonly stage: string;
  readonly group: string;
  readonly state: GroupState;
  /** All there are, in any order. */
  readonly activities: readonly Activity[];
  /** Those that activities were decided by, by version. */
  readonly policies: ReadonlyMap<number, Policy>;
  /** Every instance there ever was, of whatever group; the ended ones, too. */
  readonly instances: readonly ShownInstance[];
  /** What people and AWS did besides. */
  readonly byHand: { readonly launched: ReadonlySet<string>; readonly ended: ReadonlySet<string> };
  /** Everything that was asked of EC2 and EC2 Auto Scaling and changes something, in order, repetitions too. */
  readonly requests: readonly URLSearchParams[];
  /** The Auto Scaling group whose members are the workers; left out when the evaluations launch them. */
  readonly autoScaling?: AutoScalingEvidence;
  /** First versions after a deletion: what a group was held to before it does not hold any longer. */
  readonly begunAnew: readonly number[];
  /** Workers that the group needs by its demand now; left out when it is paused. */
  readonly needed?: number;
}

export interface AutoScalingEvidence {
  readonly name: string;
  readonly desired: number;
  /** What people did to its desired capacity, in workers. */
  readonly byHand: { readonly raised: number; readonly lowered: number };
}

/** Set by Auto Scaling on every member. */
export const GROUP_NAME_TAG = 'aws:autoscaling:groupName';

export interface Where {
  readonly stage: string;
  readonly group: string;
  /** Name of the Auto Scaling group, if the workers are members of one. */
  readonly autoScaling?: { readonly name: string };
}

export const isWorkerOf = ({ stage, group, autoScaling }: Where, tags: ReadonlyMap<string, string>): boolean =>
  autoScaling
    ? tags.get(GROUP_NAME_TAG) === autoScaling.name
    : tags.get(TAG.group) === group && tags.get(TAG.stage) === stage;

export const workersOf = (where: Where & Pick<Evidence, 'instances'>): ShownInstance[] =>
  where.instances.filter(({ tags }) => isWorkerOf(where, tags));
export const isAlive = ({ endedAt }: ShownInstance): boolean => endedAt === null;
export const terminatedBy = ({ outcome }: Activity): readonly string[] =>
  outcome?.kind === 'remove' ? outcome.terminated : [];
