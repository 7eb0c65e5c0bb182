import type { GroupState, LaunchBackoff } from '../../state/index.ts';
import { backoffAfter } from '../capacity/launch-backoff.ts';
import type { Activity, LaunchIntent, LaunchOutcome, ListedWorker } from '../model.ts';
import { diedYoung } from '../observation.ts';
import type { SettledChange } from '../ports.ts';
import { errorsText, type ResizeDependencies, type Settled, settle } from './settle.ts';

/** How long a pool that answered with a capacity error is left out; Karpenter's figure. */
const UNAVAILABLE_SECONDS = 180;
/** For so long EC2 surely knows a launch's token; https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html */
const TOKEN_KNOWN_SECONDS = 3600;

/** Takes draining workers back, then launches the rest with the activity's token. */
export async function launch(
  activity: Activity,
  intent: LaunchIntent,
  state: GroupState,
  listed: readonly ListedWorker[],
  dependencies: ResizeDependencies,
): Promise<Settled> {
  const { group, id } = activity;
  const { resizer, announcements, clock } = dependencies;
  const { takeBack } = intent;
  if (takeBack.length > 0) {
    await resizer.takeBack(group, takeBack);
    await announcements.announce({ kind: 'taken-back', group, activity: id, workers: takeBack });
  }
  const asked = intent.onDemand + intent.spot;
  const outcome = asked > 0 ? await launched(activity, intent, listed, dependencies) : NOTHING_LAUNCHED;
  const workers = outcome.launched.map((each) => each.id);
  const short = [...new Set(outcome.errors.flatMap(({ pools }) => pools))];
  const now = clock();
  if (short.length > 0) await dependencies.offerings.note(short, now + UNAVAILABLE_SECONDS * 1000, now);
  if (workers.length > 0) await announcements.announce({ kind: 'launched', group, activity: id, workers });
  return settle(
    activity,
    outcome,
    launchStatus(intent, outcome),
    launchState(state, intent, outcome, listed, now),
    dependencies,
  );
}

const NOTHING_LAUNCHED: LaunchOutcome = { kind: 'launch', launched: [], errors: [] };

/**
 * Launches, unless the workers are there: EC2 forgets tokens sooner than it drops tags. While it knows the token, a part
 * of the workers is no answer: EC2 may not show the others yet, and the token brings them all.
 */
async function launched(
  { group, id, startedAt }: Activity,
  intent: LaunchIntent,
  listed: readonly ListedWorker[],
  { resizer, clock }: ResizeDependencies,
): Promise<LaunchOutcome> {
  const there = listed.filter((worker) => worker.activity === id);
  const isTokenKnown = clock() - startedAt < TOKEN_KNOWN_SECONDS * 1000;
  const isAll = there.length >= intent.onDemand + intent.spot;
  return there.length > 0 && (isAll || !isTokenKnown) ? launchedBefore(there) : resizer.launch(group, id, intent);
}

const launchedBefore = (workers: readonly ListedWorker[]): LaunchOutcome => ({
  kind: 'launch',
  launched: workers.map(({ id, instanceType, market }) => ({ id, instanceType, market })),
  errors: [],
});

/** Partial fulfilment is normal: what came counts, the rest is tried by a later activity. */
function launchStatus({ onDemand, spot }: LaunchIntent, { launched: came }: LaunchOutcome): Activity['status'] {
  if (came.length >= onDemand + spot) return 'done';
  return came.length > 0 ? 'partial' : 'failed';
}

function launchState(
  state: GroupState,
  intent: LaunchIntent,
  { launched: came, errors }: LaunchOutcome,
  listed: readonly ListedWorker[],
  now: number,
): SettledChange {
  const { provider, schedule } = state;
  // Those that are replaced by this launch have been counted.
  const counted = new Set(diedYoung(provider.launched, listed));
  const before = provider.launched.filter((worker) => !counted.has(worker));
  const known = new Set(before.map(({ id }) => id));
  const added = came
    .filter(({ id }) => !known.has(id))
    .map(({ id, market }) => ({ id, at: now, capacityType: market }));
  return {
    provider: {
      launched: [...before, ...added],
      shortfall: intent.deferred + Math.max(0, intent.onDemand + intent.spot - came.length),
      replacementsInFlight: provider.replacementsInFlight + Math.min(intent.replaces, came.length),
      launchBackoff: nextBackoff(provider.launchBackoff, intent, { launched: came, errors }, now),
    },
    schedule: { dueAt: Math.min(now, schedule.dueAt ?? now) },
  };
}

function nextBackoff(
  backoff: LaunchBackoff | null,
  { onDemand, spot, vanished }: LaunchIntent,
  { launched: came, errors }: Pick<LaunchOutcome, 'launched' | 'errors'>,
  now: number,
): LaunchBackoff | null {
  if (onDemand + spot === 0) return backoff;
  if (came.length === 0) {
    const because = errorsText(errors) || 'EC2 launched nothing';
    return backoffAfter(
      backoff,
      { kind: errors.every(({ capacity }) => capacity) ? 'capacity' : 'fault', because },
      now,
    );
  }
  if (vanished === 0) return null;
  const because = `${vanished} ${vanished === 1 ? 'worker' : 'workers'} ended within minutes of the launch`;
  return backoffAfter(backoff, { kind: 'vanished', because }, now);
}
