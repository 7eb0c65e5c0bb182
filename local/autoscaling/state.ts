import { randomUUID } from 'node:crypto';
import type { LocalEc2 } from '../ec2/index.ts';
import { groupNotFound } from './errors.ts';
import type { Activity, Delays, Group } from './model.ts';

/** The stand-in's state, shared by all its parts. */
export interface State {
  readonly now: () => number;
  readonly region: string;
  readonly account: string;
  readonly delays: Delays;
  readonly ec2: LocalEc2;
  readonly groups: Map<string, Group>;
  /** Oldest first. */
  readonly activities: Activity[];
}

/** The ids of groups and activities. */
export const newUuid = (): string => randomUUID();

export function groupOf(state: State, name: string): Group {
  const group = state.groups.get(name);
  if (group === undefined) throw groupNotFound(name);
  return group;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html */
export const arnOf = (state: State, resource: string): string =>
  `arn:aws:autoscaling:${state.region}:${state.account}:${resource}`;

/** Makes the group compare its capacity with the desired one soon after `at`. */
export function checkSoon(state: State, group: Group, at: number, cause: string): void {
  const due = at + state.delays.reaction;
  group.checkAt = Math.min(group.checkAt ?? due, due);
  group.cause = cause;
}

/** A time in whole seconds, as AWS prints it in causes. */
export const second = (at: number): string => new Date(at).toISOString().replace(/\.\d+/, '');
