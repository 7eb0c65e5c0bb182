import { invalid } from '../errors.ts';
import type { Group, Member } from '../model.ts';
import { groupOf, type State } from '../state.ts';

export function memberAnywhere(state: State, id: string): { group: Group; member: Member } {
  for (const group of state.groups.values()) {
    const member = group.members.get(id);
    if (member !== undefined) return { group, member };
  }
  throw invalid(`Instance Id not found - No managed instance found for instance ID: ${id}`);
}

/** The members of a named group. Throws if an instance belongs to another group, before anything changes. */
export function membersIn(state: State, name: string, ids: readonly string[]): { group: Group; members: Member[] } {
  const group = groupOf(state, name);
  const members = [...new Set(ids)].map((id) => {
    const member = group.members.get(id);
    if (member === undefined) throw invalid(`The instance ${id} is not part of Auto Scaling group ${name}.`);
    return member;
  });
  return { group, members };
}
