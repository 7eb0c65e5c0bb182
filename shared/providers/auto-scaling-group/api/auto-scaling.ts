import { inChunks } from '../../../aws/chunks.ts';
import type { QueryCall } from '../../../aws/query/call.ts';
import { TAG } from '../../../names/index.ts';
import { isInstanceNotFound } from '../../ec2/api/errors.ts';
import type { DescribeInstances } from '../../ec2/api/seen-instance.ts';
import { FILTER_VALUES_PER_CALL, workerOf } from '../../ec2/api/seen-instance.ts';
import type { AutoScaling } from '../ports.ts';
import { describeGroups } from './describe-groups.ts';
import { ownPolicies } from './own-policies.ts';
import { carryOut, DRAIN_TAGS, drainTag, remove } from './resize.ts';

export interface AutoScalingContext {
  /** Calls of Auto Scaling and of EC2. */
  readonly call: QueryCall;
  readonly ec2: QueryCall;
  readonly describe: DescribeInstances;
  readonly stage: string;
}

/** A tag that Auto Scaling sets on every member. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html */
const GROUP_NAME_TAG = 'aws:autoscaling:groupName';
const ALIVE: ReadonlySet<string> = new Set(['pending', 'running']);

export function autoScaling({ call, ec2, describe, stage }: AutoScalingContext): AutoScaling {
  const instances: AutoScaling['instances'] = async (ids) => {
    const answers = await Promise.all(
      inChunks(ids, FILTER_VALUES_PER_CALL).map((values) => describe([{ name: 'instance-id', values }])),
    );
    return new Map(answers.flat().map((instance) => [instance.id, instance]));
  };

  /** One instance a call: one that is gone would fail the call for all. */
  async function eachOf(ids: readonly string[], action: string, tags: Readonly<Record<string, string>>): Promise<void> {
    for (const id of ids) {
      try {
        await ec2(action, { 'ResourceId.1': id, ...tags });
      } catch (error) {
        const cause = error instanceof Error ? error.cause : undefined;
        if (!(cause instanceof Error) || !isInstanceNotFound(cause.name)) throw error;
      }
    }
  }

  return {
    groups: (names) => describeGroups(call, names),
    instances,
    raise: (plan) => carryOut(call, plan),
    remove: (name, ids, evenBusy) => remove(call, instances, name, ids, evenBusy),
    mark(ids, until) {
      const { key, value } = drainTag(until);
      return eachOf(ids, 'CreateTags', { 'Tag.1.Key': key, 'Tag.1.Value': value });
    },
    unmark: (ids) =>
      eachOf(ids, 'DeleteTags', Object.fromEntries(DRAIN_TAGS.map((tag, index) => [`Tag.${index + 1}.Key`, tag]))),
    ownPolicies: ownPolicies(call),

    async find(id) {
      const [instance] = await describe([
        { name: 'instance-id', values: [id] },
        { name: 'tag-key', values: [GROUP_NAME_TAG] },
      ]);
      const name = instance?.tags[GROUP_NAME_TAG];
      if (!instance || name === undefined) return null;
      const { tags = {} } = (await describeGroups(call, [name])).get(name) ?? {};
      const group = tags[TAG.group];
      if (tags[TAG.stage] !== stage || group === undefined) return null;
      const { drainingUntil } = workerOf(instance);
      return { group, alive: ALIVE.has(instance.state), draining: drainingUntil !== null };
    },
  };
}
