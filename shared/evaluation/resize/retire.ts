import type { Drain, GroupState } from '../../state/index.ts';
import type { Activity, ListedWorker, RetireIntent } from '../model.ts';
import type { SettledChange } from '../ports.ts';
import { type ResizeDependencies, type Settled, settle } from './settle.ts';

/** Until then a victim that stayed is not tried again. */
const SKIPPED_SECONDS = 600;

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
  const drains = [...state.drains, { activity: id, until, workers: victims, cancelable: healthy }];
  return settle(
    activity,
    null,
    'draining',
    { drains, provider: { shortfall: 0, replacementsInFlight: stillInFlight(state, intent) } },
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
    stillThere(state, kept, dependencies.clock(), {
      launched: state.provider.launched.filter(({ id }) => !victims.includes(id)),
      shortfall: 0,
      replacementsInFlight: stillInFlight(state, intent),
    }),
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
  entry: Drain,
  state: GroupState,
  listed: readonly ListedWorker[],
  dependencies: ResizeDependencies,
): Promise<Settled> {
  const { group } = activity;
  const { resizer, clock } = dependencies;
  const isOver = entry.until <= clock();
  const untold = isOver && !entry.extended ? unmarked(entry, listed) : [];
  if (untold.length > 0) return tellAgain(activity, intent, entry, untold, state, dependencies);
  const ending = isOver ? entry.workers : doneDraining(entry, listed);
  const ended = ending.length > 0 ? await resizer.terminate(group, ending, isOver || !intent.healthy) : [];
  await announceEnd(activity, ended, dependencies);
  const left = without(entry.workers, ended);
  if (isOver && left.length > 0) await resizer.takeBack(group, left);
  const before = activity.outcome?.kind === 'retire' ? activity.outcome.terminated : [];
  const terminated = [...before, ...without(ended, before)];
  const others = state.drains.filter((each) => each.activity !== activity.id);
  const goesOn = !isOver && left.length > 0;
  const launched = state.provider.launched.filter(({ id }) => !ended.includes(id));
  const takenBack = intent.victims.length - terminated.length - left.length;
  return settle(
    activity,
    { kind: 'retire', terminated, ...(takenBack > 0 && { takenBack }) },
    goesOn ? 'draining' : left.length === 0 ? 'done' : 'partial',
    {
      ...(goesOn ? { provider: { launched } } : stillThere(state, left, clock(), { launched })),
      drains: goesOn ? [...others, { ...entry, workers: left }] : others,
    },
    dependencies,
    goesOn ? [] : left,
  );
}

const stillInFlight = ({ provider }: GroupState, { replaced }: RetireIntent): number =>
  Math.max(0, provider.replacementsInFlight - replaced);

/** Victims that are there and carry no mark: one that somebody took off, late, for a drain of long ago. */
function unmarked({ workers }: Drain, listed: readonly ListedWorker[]): string[] {
  const bare = new Set(listed.filter(({ drainingUntil }) => drainingUntil === null).map(({ id }) => id));
  return workers.filter((id) => bare.has(id));
}

async function tellAgain(
  activity: Activity,
  intent: RetireIntent,
  entry: Drain,
  untold: readonly string[],
  state: GroupState,
  dependencies: ResizeDependencies,
): Promise<Settled> {
  const until = dependencies.clock() + intent.drainUntil - activity.startedAt;
  await dependencies.resizer.markDraining(activity.group, untold, until);
  const others = state.drains.filter((each) => each.activity !== activity.id);
  const drains = [...others, { ...entry, until, extended: true }];
  return settle(activity, activity.outcome, 'draining', { drains }, dependencies);
}

/** What stays is capacity again, and is left in peace for a while: its tags would tell, EC2's own protection does not. */
function stillThere(
  { decision: { desired }, provider: { terminationSkipped } }: GroupState,
  kept: readonly string[],
  now: number,
  provider: NonNullable<SettledChange['provider']>,
): Pick<SettledChange, 'decision' | 'provider'> {
  const before = terminationSkipped.filter(({ until }) => until > now);
  const until = now + SKIPPED_SECONDS * 1000;
  const skipped = [...before, ...kept.map((id) => ({ id, until }))];
  return {
    provider: { ...provider, terminationSkipped: skipped },
    ...(kept.length > 0 && { decision: { desired: (desired ?? 0) + kept.length } }),
  };
}

/** Victims that say they are done; one that is gone before its time is left for the end, when EC2 is asked again. */
export function doneDraining({ workers }: Drain, listed: readonly ListedWorker[]): readonly string[] {
  const done = new Set(listed.filter(({ drained }) => drained).map(({ id }) => id));
  return workers.filter((id) => done.has(id));
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
