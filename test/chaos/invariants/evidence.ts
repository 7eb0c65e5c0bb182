import type { ShownInstance } from '../../../local/ec2/index.ts';
import type { Activity, Intent } from '../../../shared/evaluation/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import type { Policy } from '../../../shared/policy/index.ts';
import type { Ec2Launch } from '../../../shared/providers/ec2/ports.ts';
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
  /** How many members its warm pool keeps at most; absent: it has none. */
  readonly pool?: number;
  /** Rollouts replace its workers; absent: none do. */
  readonly isRolling?: boolean;
}

/** What has a desired number of workers, and launches and replaces them itself. */
export interface SizedEvidence {
  readonly name: string;
  /** Workers that it keeps: its desired number, and what a protection keeps beyond it. */
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

/** Whether an instance is a worker of the group, or a member of its warm pool. */
export const isOfGroup = ({ stage, group, sized }: Where, tags: ReadonlyMap<string, string>): boolean =>
  sized ? tags.get(GROUP_NAME_TAG) === sized.name : tags.get(TAG.group) === group && tags.get(TAG.stage) === stage;

type There = Where & Pick<Evidence, 'instances'>;
export const isMember = ({ tags }: Pick<ShownInstance, 'tags'>): boolean => tags.get(TAG.warm) === 'true';
export const instancesOf = (where: There): ShownInstance[] =>
  where.instances.filter(({ tags }) => isOfGroup(where, tags));
export const workersOf = (where: There): ShownInstance[] => instancesOf(where).filter((each) => !isMember(each));
export const membersOf = (where: There): ShownInstance[] => instancesOf(where).filter(isMember);
export const isAlive = ({ endedAt }: ShownInstance): boolean => endedAt === null;
export function terminatedBy({ outcome }: Activity): readonly string[] {
  if (outcome?.kind === 'pool') return outcome.dropped;
  return outcome?.kind === 'remove' ? outcome.terminated : [];
}
/** What an activity of the provider ec2 launches. */
export const planOf = (intent: Intent | undefined): Ec2Launch | null =>
  intent === undefined || intent.kind === 'remove' ? null : (intent.plan as Ec2Launch | null);
/** The members of the warm pool that an activity starts. */
export const startsOf = (intent: Intent | undefined): ReadonlySet<string> =>
  new Set(planOf(intent)?.starts?.map(({ id }) => id));
