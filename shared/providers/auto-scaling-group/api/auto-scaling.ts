import type { QueryCall } from '../../../aws/query/call.ts';
import { TAG } from '../../../names/index.ts';
import { findInstances, instancesBy } from '../../instances/found-instances.ts';
import { instanceTags } from '../../instances/instance-tags.ts';
import { type DescribeInstances, workerOf } from '../../instances/seen-instance.ts';
import type { Templates } from '../../instances/templates-port.ts';
import type { AutoScaling } from '../ports.ts';
import { describeGroups } from './describe-groups.ts';
import { lastFailure } from './last-failure.ts';
import { ownPolicies } from './own-policies.ts';
import { carryOut, remove, useTemplate } from './resize.ts';

export interface AutoScalingContext {
  /** Calls of Auto Scaling and of EC2. */
  readonly call: QueryCall;
  readonly ec2: QueryCall;
  readonly describe: DescribeInstances;
  readonly templates: Templates;
  readonly stage: string;
}

/** A tag that Auto Scaling sets on every member. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html */
const GROUP_NAME_TAG = 'aws:autoscaling:groupName';
const ALIVE: ReadonlySet<string> = new Set(['pending', 'running']);

export function autoScaling({ call, ec2, describe, templates, stage }: AutoScalingContext): AutoScaling {
  const find = findInstances(describe);

  return {
    templates,
    groups: (names) => describeGroups(call, names),
    membersOf: (names) => instancesBy(describe, `tag:${GROUP_NAME_TAG}`, names.map(plainValue)),
    raise: (plan) => carryOut(call, plan),
    useTemplate: (group, template) => useTemplate(call, group, template),
    remove: (name, ids, evenBusy) => remove(call, find, name, ids, evenBusy),
    ...instanceTags(ec2, find, (tags) => tags[GROUP_NAME_TAG] !== undefined),
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
