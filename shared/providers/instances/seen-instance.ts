import { TAG } from '../../names/index.ts';
import { INSTANCE_STATES, type ListedWorker, type StateReason } from './listed-worker.ts';

/** The part of a DescribeInstances response that Headcount reads. */
export interface SeenInstance {
  readonly id: string;
  readonly state: string;
  /** EC2 also gives reasons for states such as pending. Null if it gives none. */
  readonly stateReason?: StateReason | null | undefined;
  readonly instanceType: string;
  readonly zone: string;
  /** Empty once it is terminated. */
  readonly subnet?: string;
  /** ms since the epoch. */
  readonly launchedAt: number;
  /** Such as `spot`; empty for an on-demand instance. */
  readonly lifecycle: string;
  /** The image that it runs. */
  readonly image?: string;
  /** The capacity reservation in which it runs; absent or empty: none. */
  readonly reservation?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface InstanceFilter {
  readonly name: string;
  readonly values: readonly string[];
}
/** Returns the instances of all pages that match all filters. */
export type DescribeInstances = (filters: readonly InstanceFilter[]) => Promise<SeenInstance[]>;

/**
 * "The maximum number of filter values specified on a single call is 200", in total for all filters.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html
 */
export const FILTER_VALUES_PER_CALL = 200;

/**
 * Amazon EC2 Auto Scaling puts this tag on its instances. They belong to the other provider, even if they have the tags of
 * the stage: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
 */
const AUTO_SCALING_TAG = 'aws:autoscaling:groupName';
export const isOwn = ({ tags }: SeenInstance): boolean => tags[AUTO_SCALING_TAG] === undefined;

export function workerOf(instance: SeenInstance): ListedWorker {
  const { tags } = instance;
  return {
    id: instance.id,
    group: tags[TAG.group] ?? '',
    state: INSTANCE_STATES.find((state) => state === instance.state) ?? 'running',
    stateReason: instance.stateReason ?? null,
    launchedAt: instance.launchedAt,
    instanceType: instance.instanceType,
    market: instance.lifecycle === 'spot' ? 'spot' : 'on-demand',
    zone: instance.zone,
    subnet: instance.subnet ?? '',
    drainingUntil: drainingUntil(tags[TAG.drainingUntil]),
    protected: isSet(tags[TAG.protected]) === true,
    busy: isSet(tags[TAG.busy]),
    reported: {
      ready: isSet(tags[TAG.ready]) === true,
      retire: isSet(tags[TAG.retire]) === true,
      alive: tags[TAG.alive] ?? null,
      unreadable: tags[TAG.unreadable] ?? null,
    },
    drained: isSet(tags[TAG.drained]) === true,
    substitute: isSet(tags[TAG.substitute]) === true,
    ...warmIn(tags),
    ...(instance.reservation && { reservation: instance.reservation }),
    ...templateIn(tags),
    ...(instance.image && { image: instance.image }),
    activity: tags[TAG.activity] ?? null,
  };
}

/**
 * EC2 puts these tags on instances of a launch template.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-launch-templates.html
 */
function templateIn({ [TEMPLATE_TAG.id]: id, [TEMPLATE_TAG.version]: version }: SeenInstance['tags']) {
  return id && version ? { template: { id, version } } : {};
}
const warmIn = ({ [TAG.warm]: warm }: SeenInstance['tags']) => (warm === undefined ? {} : { warm: warm !== 'false' });
const TEMPLATE_TAG = { id: 'aws:ec2launchtemplate:id', version: 'aws:ec2launchtemplate:version' } as const;

/** Reads a tag that users and workers set. Any value except `false` means true. */
const isSet = (value: string | undefined): boolean | null => (value === undefined ? null : value !== 'false');

/** A mark without a valid time, for example one set by hand, means that the drain has ended. */
function drainingUntil(mark: string | undefined): number | null {
  if (mark === undefined) return null;
  const until = Date.parse(mark);
  return Number.isNaN(until) ? 0 : until;
}
