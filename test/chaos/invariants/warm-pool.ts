import type { Activity } from '../../../shared/evaluation/index.ts';
import { groupedBy } from '../../../shared/model/index.ts';
import { TAG } from '../../../shared/names/names.ts';
import { type Evidence, instancesOf, isAlive, membersOf, startsOf } from './evidence.ts';

/** EC2 starts only members that an activity had recorded. */
function startsWrittenDown(evidence: Evidence): string[] {
  const recorded = new Set(evidence.activities.flatMap(({ intent }) => [...startsOf(intent)]));
  const ours = new Set(instancesOf(evidence).map(({ id }) => id));
  return evidence.requests
    .filter((each) => each.get('Action') === 'StartInstances')
    .flatMap((each) => [...each].flatMap(([name, value]) => (name.startsWith('InstanceId') ? [value] : [])))
    .filter((id) => ours.has(id) && !recorded.has(id))
    .map((id) => `${id} was started, and no activity wrote that down`);
}

/** A member is started once, and once more each time it has returned. */
function startedOnce({ activities }: Evidence): string[] {
  const starts = groupedBy(activities.flatMap(startedBy), (id) => id);
  const returns = groupedBy(activities.flatMap(returnedBy), (id) => id);
  return [...starts].flatMap(([id, { length }]) => {
    const most = 1 + (returns.get(id)?.length ?? 0);
    return length > most ? [`${id} was started ${length} times, and may be ${most} times`] : [];
  });
}

/** The pool is full, as far as the group can still grow. Its members rest, and the group knows all of them. */
function filled(evidence: Evidence): string[] {
  const { pool, state, policies, needed } = evidence;
  const policy = policies.get(state.policy.version ?? 0);
  const members = membersOf(evidence).filter(isAlive);
  if (pool === undefined) return members.map(({ id }) => `${id} is a member, and the group has no warm pool`);
  if (needed === undefined || !policy) return [];
  const least = Math.min(pool, Math.max(0, policy.capacity.max - needed));
  const known = new Set(state.pool.members.map(({ id }) => id));
  return [
    ...(members.length < least || members.length > pool
      ? [`its warm pool has ${members.length} members, and should have ${least} to ${pool}`]
      : []),
    ...members.filter(({ state: now }) => now !== 'stopped').map(({ id, state: now }) => `member ${id} is ${now}`),
    ...members.filter(({ id }) => !known.has(id)).map(({ id }) => `member ${id} lives, and its group does not know it`),
    ...members.filter(({ tags }) => tags.has(TAG.drainingUntil)).map(({ id }) => `member ${id} drains`),
  ];
}

export const WARM_POOL = [startsWrittenDown, startedOnce, filled] as const;

/** The members that an activity started. */
export function startedBy({ intent, outcome }: Activity): string[] {
  if (outcome?.kind !== 'launch') return [];
  const members = startsOf(intent);
  return outcome.launched.map(({ id }) => id).filter((id) => members.has(id));
}
const returnedBy = ({ outcome }: Activity): readonly string[] =>
  outcome?.kind === 'remove' ? (outcome.returned ?? []) : [];
