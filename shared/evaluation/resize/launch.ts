import { dueFrom } from '../../names/index.ts';
import type { Launched, ManagedWorker } from '../../providers/index.ts';
import type { GroupState, LaunchBackoff } from '../../state/index.ts';
import { because } from '../because.ts';
import { askedSince } from '../events/counting.ts';
import { type Activity, type LaunchIntent, type LaunchOutcome, unitsBy } from '../model.ts';
import { backoffAfter, isOfEnds } from '../plan/launch-backoff.ts';
import { replacedAfter } from '../plan/velocity.ts';
import type { SettledChange } from '../ports.ts';
import { becauseOfRollout } from '../rollout/because.ts';
import { leftOut } from './left-out.ts';
import { type Executed, launchErrors, type ResizeDependencies } from './settle.ts';

const NOTHING: Launched = { launched: [], ordered: 0, errors: [] };

/** Cancels drains, then launches the rest. */
export async function launch(
  activity: Activity,
  intent: LaunchIntent,
  state: GroupState,
  workers: readonly ManagedWorker[],
  { providers, offerings, clock }: ResizeDependencies,
): Promise<Executed> {
  const { group, id, startedAt } = activity;
  const { cancelDrain, plan } = intent;
  const provider = providers.of(intent.provider);
  if (cancelDrain.length > 0) await provider.cancelDrain(group, cancelDrain);
  const launched = plan === null ? NOTHING : await provider.launch({ group, activity: id, startedAt, plan }, workers);
  const outcome: LaunchOutcome = { kind: 'launch', ...launched };
  const now = clock();
  for (const [seconds, keys] of leftOut(launched.errors)) await offerings.note(keys, now + seconds * 1000, now);
  return { outcome, status: statusOf(intent, outcome), change: changeBy(activity, state, intent, outcome, now) };
}

/** A partial launch is normal: a later activity launches the rest. */
function statusOf({ count }: LaunchIntent, outcome: LaunchOutcome): Activity['status'] {
  if (unitsBy(outcome) >= count) return 'done';
  return unitsBy(outcome) > 0 ? 'partial' : 'failed';
}

function changeBy(
  activity: Activity,
  state: GroupState,
  intent: LaunchIntent,
  outcome: LaunchOutcome,
  now: number,
): SettledChange {
  const { provider, schedule } = state;
  const before = provider.launched;
  const askedAt = askedSince(activity, state);
  const known = new Set(before.map(({ id }) => id));
  const newlyLaunched = outcome.launched
    .filter(({ id }) => !known.has(id))
    .map(({ id, capacityType, place, weight, warm }) => ({
      id,
      at: now,
      ...(askedAt === undefined ? {} : { askedAt }),
      ...(capacityType === undefined ? {} : { capacityType }),
      ...(place === undefined ? {} : { place }),
      ...(weight === undefined ? {} : { weight }),
      ...(intent.spec && { spec: intent.spec }),
      ...(warm && { warm }),
    }));
  const added = unitsBy(outcome);
  return {
    provider: {
      launched: [...before, ...newlyLaunched],
      ...(intent.count > 0 && !intent.restores && !intent.renews ? { triedAt: activity.startedAt } : {}),
      shortfall:
        intent.restores || intent.renews ? provider.shortfall : intent.deferred + Math.max(0, intent.count - added),
      ...(intent.restores && added === 0 ? { restoreFailedAt: now } : {}),
      replacementsInFlight: provider.replacementsInFlight + Math.min(intent.replaces, added),
      ...(intent.replacesForHealth === undefined
        ? {}
        : {
            replacedForHealth: replacedAfter(
              provider.replacedForHealth,
              Math.min(intent.replacesForHealth, added),
              now,
            ),
          }),
      launchBackoff: nextBackoff(provider.launchBackoff, intent, outcome, now),
    },
    schedule: { dueAt: dueFrom(schedule.dueAt, now) },
    ...withoutStarted(state, outcome, now),
  };
}

/** Started instances are no longer members of the warm pool. Those that the provider did not start still are. */
function withoutStarted(
  { pool }: GroupState,
  { launched, errors }: LaunchOutcome,
  now: number,
): Pick<SettledChange, 'pool'> {
  const started = new Set(launched.filter(({ warm }) => warm).map(({ id }) => id));
  const refused = new Set(errors.flatMap(({ members = [] }) => members));
  if (started.size + refused.size === 0) return {};
  const members = pool.members.filter(({ id }) => !started.has(id));
  return {
    pool: {
      ...pool,
      members: members.map((member) => (refused.has(member.id) ? { ...member, refusedAt: now } : member)),
    },
  };
}

function nextBackoff(
  backoff: LaunchBackoff | null,
  { count, restores = false, renews, spec }: LaunchIntent,
  outcome: LaunchOutcome,
  now: number,
): LaunchBackoff | null {
  if (count === 0) return backoff;
  const { errors } = outcome;
  if (unitsBy(outcome) === 0) {
    // Nothing is missing.
    if (restores) return backoff;
    const cause = launchErrors(errors) ?? because['nothing-launched']({});
    // A provider that is too busy adds no wait. The cause is kept for the status.
    if (errors.some(({ retry }) => retry === 'now'))
      return renews ? backoff : (backoff ?? { failures: 1, until: now, because: cause });
    const kind = errors.every(({ capacity, retry }) => capacity || retry === 'soon') ? 'capacity' : 'fault';
    // Its pools are left out for a while, and the group has what it needs.
    if (renews && kind === 'capacity') return backoff;
    if (!spec || kind !== 'fault') return backoffAfter(backoff, { kind, because: cause }, now);
    const refused = becauseOfRollout['rollout-launch-refused']({ cause });
    return { ...backoffAfter(backoff, { kind, because: refused }, now), spec, refusedAt: now };
  }
  // Workers that were launched may end before they are ready, like those before them.
  return isOfEnds(backoff) ? backoff : null;
}
