import type { Activity, DrainingActivity, GroupState, ListedWorker, RetireIntent } from '../model.ts';
import type { SettledState } from '../ports.ts';
import { type ResizeDependencies, type Settled, settle } from './settle.ts';

/** Until then a victim that stayed is not tried again. */
const SPARED_SECONDS = 600;

/** Marks the victims, takes them out of their target groups, tells them: what ends them is a later evaluation. */
export async function startDraining(
  activity: Activity,
  intent: RetireIntent,
  drain: number,
  state: GroupState,
  dependencies: ResizeDependencies,
): Promise<Settled> {
  const { group, id } = activity;
  const { victims, healthy, targetGroups } = intent;
  const { resizer, targets, announcements, clock } = dependencies;
  const now = clock();
  // Taken over late, the victims still get their whole drain: whoever died may not have told them.
  const until = intent.drainUntil > now ? intent.drainUntil : now + drain;
  await resizer.markDraining(group, victims, until);
  if (targetGroups.length > 0) await targets.deregister(targetGroups, victims);
  await announcements.announce({ kind: 'draining', group, activity: id, workers: victims, until });
  const draining = [...state.draining, { activity: id, until, victims, healthy }];
  return settle(
    activity,
    null,
    'draining',
    { draining, unfulfilled: 0, replacing: stillReplacing(state, intent) },
    dependencies,
  );
}

/** Victims of a policy without a drain. */
export async function endNow(
  activity: Activity,
  intent: RetireIntent,
  state: GroupState,
  dependencies: ResizeDependencies,
): Promise<Settled> {
  const { group } = activity;
  const { victims, targetGroups, healthy } = intent;
  if (targetGroups.length > 0) await dependencies.targets.deregister(targetGroups, victims);
  const terminated = await dependencies.resizer.terminate(group, victims, !healthy);
  await announceEnd(activity, terminated, dependencies);
  const kept = without(victims, terminated);
  return settle(
    activity,
    { kind: 'retire', terminated },
    kept.length === 0 ? 'done' : 'partial',
    {
      ...stillThere(state, kept, dependencies.clock()),
      launched: state.launched.filter(({ id }) => !victims.includes(id)),
      unfulfilled: 0,
      replacing: stillReplacing(state, intent),
    },
    dependencies,
    kept,
  );
}

/**
 * Ends victims that have said they are done, and all of them once their drain has passed. What outlives that (protected
 * meanwhile, by its owner or in EC2) goes back to work.
 */
export async function endDrained(
  activity: Activity,
  intent: RetireIntent,
  entry: DrainingActivity,
  state: GroupState,
  listed: readonly ListedWorker[],
  dependencies: ResizeDependencies,
): Promise<Settled> {
  const { group } = activity;
  const { resizer, clock } = dependencies;
  const isOver = entry.until <= clock();
  const untold = isOver && !entry.retold ? unmarked(entry, listed) : [];
  if (untold.length > 0) return tellAgain(activity, intent, entry, untold, state, dependencies);
  const ending = isOver ? entry.victims : doneDraining(entry, listed);
  const ended = ending.length > 0 ? await resizer.terminate(group, ending, isOver || !intent.healthy) : [];
  await announceEnd(activity, ended, dependencies);
  const left = without(entry.victims, ended);
  if (isOver && left.length > 0) await resizer.takeBack(group, left);
  const before = activity.outcome?.kind === 'retire' ? activity.outcome.terminated : [];
  const terminated = [...before, ...without(ended, before)];
  const others = state.draining.filter((each) => each.activity !== activity.id);
  const drains = !isOver && left.length > 0;
  const takenBack = intent.victims.length - terminated.length - left.length;
  return settle(
    activity,
    { kind: 'retire', terminated, ...(takenBack > 0 && { takenBack }) },
    drains ? 'draining' : left.length === 0 ? 'done' : 'partial',
    {
      ...(drains ? {} : stillThere(state, left, clock())),
      draining: drains ? [...others, { ...entry, victims: left }] : others,
      launched: state.launched.filter(({ id }) => !ended.includes(id)),
    },
    dependencies,
    drains ? [] : left,
  );
}

const stillReplacing = ({ replacing }: GroupState, { replaced }: RetireIntent): number =>
  Math.max(0, replacing - replaced);

/** Victims that are there and carry no mark: one that somebody took off, late, for a drain of long ago. */
function unmarked({ victims }: DrainingActivity, listed: readonly ListedWorker[]): string[] {
  const bare = new Set(listed.filter(({ drainingUntil }) => drainingUntil === null).map(({ id }) => id));
  return victims.filter((id) => bare.has(id));
}

async function tellAgain(
  activity: Activity,
  intent: RetireIntent,
  entry: DrainingActivity,
  untold: readonly string[],
  state: GroupState,
  dependencies: ResizeDependencies,
): Promise<Settled> {
  const until = dependencies.clock() + intent.drainUntil - activity.startedAt;
  await dependencies.resizer.markDraining(activity.group, untold, until);
  const others = state.draining.filter((each) => each.activity !== activity.id);
  const draining = [...others, { ...entry, until, retold: true }];
  return settle(activity, activity.outcome, 'draining', { draining }, dependencies);
}

/** What stays is capacity again, and is left in peace for a while: its tags would tell, EC2's own protection does not. */
function stillThere(
  { desired, spared }: GroupState,
  kept: readonly string[],
  now: number,
): Pick<SettledState, 'desired' | 'spared'> {
  const before = spared.filter(({ until }) => until > now);
  if (kept.length === 0) return before.length === spared.length ? {} : { spared: before };
  const until = now + SPARED_SECONDS * 1000;
  return {
    desired: (desired ?? 0) + kept.length,
    spared: [...before, ...kept.map((id) => ({ id, until }))],
  };
}

/** Victims that say they are done; one that is gone before its time is left for the end, when EC2 is asked again. */
export function doneDraining({ victims }: DrainingActivity, listed: readonly ListedWorker[]): readonly string[] {
  const done = new Set(listed.filter(({ drained }) => drained).map(({ id }) => id));
  return victims.filter((id) => done.has(id));
}

async function announceEnd(
  { group, id }: Activity,
  workers: readonly string[],
  { announcements }: ResizeDependencies,
): Promise<void> {
  if (workers.length > 0) await announcements.announce({ kind: 'terminated', group, activity: id, workers });
}

const without = (ids: readonly string[], gone: readonly string[]): string[] => {
  const isGone = new Set(gone);
  return ids.filter((id) => !isGone.has(id));
};
