import type { ShownInstance } from '../../../local/ec2/index.ts';
import type { Activity } from '../../../shared/evaluation/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import type { Policy } from '../../../shared/policy/index.ts';
import type { GroupState } from '../../../shared/state/index.ts';

/** Everything that is known about a group after evaluations were killed or raced and later ones have finished. */
export interface Evidence {
  readonly stage: string;
  readonly group: string;
  readonly state: GroupState;
  /** All of the group, in any order. */
  readonly activities: readonly Activity[];
  /** The policies of the activities, by version. */
  readonly policies: ReadonlyMap<number, Policy>;
  /** Every instance of all groups, also those that ended. */
  readonly instances: readonly ShownInstance[];
  /** Instances that people and AWS launched, ended or stopped. */
  readonly byHand: { readonly launched: ReadonlySet<string>; readonly ended: ReadonlySet<string> };
  /** The requests to EC2 and EC2 Auto Scaling that change something, in order, with repetitions. */
  readonly requests: readonly URLSearchParams[];
  /** What launches and replaces the workers; absent if Headcount does. */
  readonly sized?: SizedEvidence;
  /** The first versions after a deletion. Earlier cooldowns no longer apply. */
  readonly begunAnew: readonly number[];
  /** The number of workers for the demand now; absent if the group is paused. */
  readonly needed?: number;
  /** Rollouts replace its workers; absent: none do. */
  readonly isRolling?: boolean;
}

/** An Auto Scaling group or an ECS service. */
export interface SizedEvidence {
  readonly name: string;
  readonly desired: number;
  /** How people changed its desired capacity, in workers. */
  readonly byHand: { readonly raised: number; readonly lowered: number };
}

/** Auto Scaling adds this tag to every member; tasks of services are shown with it. */
export const GROUP_NAME_TAG = 'aws:autoscaling:groupName';

export interface Where {
  readonly stage: string;
  readonly group: string;
  /** Name of the Auto Scaling group or service, if the workers are members of one. */
  readonly sized?: { readonly name: string };
}

export const isWorkerOf = ({ stage, group, sized }: Where, tags: ReadonlyMap<string, string>): boolean =>
  sized ? tags.get(GROUP_NAME_TAG) === sized.name : tags.get(TAG.group) === group && tags.get(TAG.stage) === stage;

export const workersOf = (where: Where & Pick<Evidence, 'instances'>): ShownInstance[] =>
  where.instances.filter(({ tags }) => isWorkerOf(where, tags));
export const isAlive = ({ endedAt }: ShownInstance): boolean => endedAt === null;
export const terminatedBy = ({ outcome }: Activity): readonly string[] =>
  outcome?.kind === 'remove' ? outcome.terminated : [];
