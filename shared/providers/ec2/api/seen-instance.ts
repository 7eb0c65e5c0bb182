import { TAG } from '../../../names/index.ts';
import type { ListedWorker } from '../ports.ts';

/** An instance as DescribeInstances shows it: the part of it that this product reads. */
export interface SeenInstance {
  readonly id: string;
  readonly state: string;
  readonly instanceType: string;
  readonly zone: string;
  /** ms since the epoch. */
  readonly launchedAt: number;
  /** `spot`, or something else; empty for an on-demand instance. */
  readonly lifecycle: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface InstanceFilter {
  readonly name: string;
  readonly values: readonly string[];
}
/** Every instance that all filters match, all pages of it. */
export type DescribeInstances = (filters: readonly InstanceFilter[]) => Promise<SeenInstance[]>;

/**
 * "The maximum number of filter values specified on a single call is 200": of all its filters together.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html
 */
export const FILTER_VALUES_PER_CALL = 200;

export function workerOf(instance: SeenInstance): ListedWorker {
  const { tags } = instance;
  return {
    id: instance.id,
    group: tags[TAG.group] ?? '',
    state: instance.state === 'pending' ? 'pending' : 'running',
    launchedAt: instance.launchedAt,
    instanceType: instance.instanceType,
    market: instance.lifecycle === 'spot' ? 'spot' : 'on-demand',
    zone: instance.zone,
    drainingUntil: drainingUntil(tags[TAG.drainingUntil]),
    protected: isSet(tags[TAG.protected]) === true,
    busy: isSet(tags[TAG.busy]),
    drained: isSet(tags[TAG.drained]) === true,
    activity: tags[TAG.activity] ?? null,
  };
}

/** A switch that people and workers set as a tag: any value but `false` is on. */
const isSet = (value: string | undefined): boolean | null => (value === undefined ? null : value !== 'false');

/** A mark that is no time (somebody wrote it by hand) still means draining, from the start. */
function drainingUntil(mark: string | undefined): number | null {
  if (mark === undefined) return null;
  const until = Date.parse(mark);
  return Number.isNaN(until) ? 0 : until;
}
