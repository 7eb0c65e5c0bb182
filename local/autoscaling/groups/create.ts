import { AutoScalingError, invalid } from '../errors.ts';
import type { Group, GroupSettings, GroupTag, Hook, LaunchSource } from '../model.ts';
import { arnOf, checkSoon, newUuid, type State, second } from '../state.ts';
import { checkLaunchSource } from './launch-source.ts';
import { checkSizes } from './sizes.ts';
import { subnetsFor } from './subnets.ts';
import { checkTags } from './tags.ts';

export interface GroupRequest {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number | null;
  readonly launch: LaunchSource;
  readonly subnets: readonly string[] | null;
  readonly zones: readonly string[];
  readonly settings: Omit<GroupSettings, 'min' | 'max' | 'launch' | 'subnets'>;
  readonly tags: readonly GroupTag[];
  readonly hooks: readonly Hook[];
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html */
export function createGroup(state: State, request: GroupRequest): void {
  const { name, min, max, launch } = request;
  // "The name can contain any ASCII character 33 to 126 … You cannot use a colon (:) in the name."
  if (!/^[\x21-\x39\x3b-\x7e]+$/.test(name)) throw invalid(`Invalid Auto Scaling group name: ${name}`);
  if (state.groups.has(name)) {
    throw new AutoScalingError(
      'AlreadyExists',
      `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
    );
  }
  // "If you do not specify a desired capacity, the default is the minimum size of the group."
  const desired = request.desired ?? min;
  checkSizes(min, max, desired);
  checkLaunchSource(state, launch);
  checkTags(request.tags);
  const group: Group = {
    name,
    arn: arnOf(state, `autoScalingGroup:${newUuid()}:autoScalingGroupName/${name}`),
    createdAt: state.now(),
    settings: { ...request.settings, min, max, launch, subnets: subnetsFor(state, request.subnets, request.zones) },
    desired,
    tags: new Map(request.tags.map((tag) => [tag.key, tag])),
    members: new Map(),
    hooks: new Map(request.hooks.map((hook) => [hook.name, hook])),
    policies: new Map(),
    scheduled: new Map(),
    suspended: new Set(),
    checkAt: null,
    cause: '',
    cooldownUntil: 0,
    deleting: false,
  };
  state.groups.set(name, group);
  const now = state.now();
  checkSoon(
    state,
    group,
    now,
    `At ${second(now)} a user request created an AutoScalingGroup changing the desired capacity from 0 to ${desired}.`,
  );
}
