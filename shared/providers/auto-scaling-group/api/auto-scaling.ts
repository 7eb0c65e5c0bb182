import { inChunks } from '../../../aws/chunks.ts';
import type { QueryCall } from '../../../aws/query/call.ts';
import { TAG } from '../../../names/index.ts';
import {
  type DescribeInstances,
  FILTER_VALUES_PER_CALL,
  type SeenInstance,
  workerOf,
} from '../../ec2/api/seen-instance.ts';
import type { AutoScaling } from '../ports.ts';
import { describeGroups } from './describe-groups.ts';
import { lastFailure } from './last-failure.ts';
import { ownPolicies } from './own-policies.ts';
import { carryOut, type FindInstances, remove } from './resize.ts';
import { GROUP_NAME_TAG, markDrained, markDraining, markReported, unmarkDraining } from './tags.ts';

export interface AutoScalingContext {
  /** Calls of Auto Scaling and of EC2. */
  readonly call: QueryCall;
  readonly ec2: QueryCall;
  readonly describe: DescribeInstances;
  readonly stage: string;
}

const ALIVE: ReadonlySet<string> = new Set(['pending', 'running']);

export function autoScaling({ call, ec2, describe, stage }: AutoScalingContext): AutoScaling {
  async function instances(filter: string, values: readonly string[]): Promise<ReadonlyMap<string, SeenInstance>> {
    const chunks = inChunks(values, FILTER_VALUES_PER_CALL);
    const found = (await Promise.all(chunks.map((chunk) => describe([{ name: filter, values: chunk }])))).flat();
    return new Map(found.map((instance) => [instance.id, instance]));
  }
  const find: FindInstances = (ids) => instances('instance-id', ids);

  return {
    groups: (names) => describeGroups(call, names),
    membersOf: (names) => instances(`tag:${GROUP_NAME_TAG}`, names.map(plainValue)),
    raise: (plan) => carryOut(call, plan),
    remove: (name, ids, evenBusy) => remove(call, find, name, ids, evenBusy),
    mark: (ids, until) => markDraining(ec2, find, ids, until),
    unmark: (ids) => unmarkDraining(ec2, find, ids),
    markDrained: (id) => markDrained(ec2, find, id),
    markReported: (id, report, at) => markReported(ec2, find, id, report, at),
    lastFailure: (name) => lastFailure(call, name),
    ownPolicies: ownPolicies(call),

    async find(id) {
      const instance = (await find([id])).get(id);
      const name = instance?.tags[GROUP_NAME_TAG];
      if (!instance || name === undefined) return null;
      // The group's own tags, as only those of later instances have them too.
      const { tags = {} } = (await describeGroups(call, [name])).get(name) ?? {};
      const group = tags[TAG.group];
      if (tags[TAG.stage] !== stage || group === undefined) return null;
      const { drainingUntil } = workerOf(instance);
      return { group, alive: ALIVE.has(instance.state), draining: drainingUntil !== null };
    },
  };
}

/** In a filter `*` and `?` are wildcards; a backslash makes them plain. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html */
const plainValue = (name: string): string => name.replace(/[\\*?]/g, '\\$&');
