import type { EvaluationDependencies } from './dependencies.ts';
import type { Activity, GroupState, Intent, LaunchOutcome, ListedWorker, Outcome, RetireIntent } from './model.ts';
import type { SettledState } from './ports.ts';

type ResizeDependencies = Pick<EvaluationDependencies, 'claims' | 'resizer' | 'clock'>;

/** How long a pool that answered with a capacity error is left out; Karpenter's figure. */
const UNAVAILABLE_SECONDS = 180;

export interface Settled {
  readonly activity: Activity;
  /** `false` when the lease ran out meanwhile and somebody else finishes the activity. */
  readonly kept: boolean;
}

/**
 * Does what a claimed activity says and settles it. Repeating it is safe: a launch carries the activity's token, marking
 * and terminating are the same the second time. When a call's outcome is unknown this throws and the claim stays:
 * whoever finds it past its lease does the same again. `listed`: the group's workers as they were found before; a launch
 * whose workers are among them was done already, and EC2 forgets tokens sooner than it drops tags.
 */
export async function carryOut(
  activity: Activity,
  state: GroupState,
  dependencies: ResizeDependencies,
  listed: readonly ListedWorker[] = [],
): Promise<Settled> {
  const { intent, group } = activity;
  if (intent.kind === 'launch') {
    const there = listed.filter((worker) => worker.activity === activity.id);
    const outcome =
      there.length > 0 ? launchedBefore(there) : await dependencies.resizer.launch(group, activity.id, intent);
    return settle(
      activity,
      outcome,
      launchStatus(intent, outcome),
      launchState(state, outcome, dependencies.clock()),
      dependencies,
    );
  }
  const drain = intent.drainUntil - activity.startedAt;
  if (drain > 0 && activity.status === 'claimed') {
    const now = dependencies.clock();
    // Taken over late, the victims still get their whole drain: whoever died may not have told them.
    const until = intent.drainUntil > now ? intent.drainUntil : now + drain;
    await dependencies.resizer.markDraining(group, intent.victims, until);
    const draining = [...withoutDraining(state, activity.id), { activity: activity.id, until }];
    return settle(activity, null, 'draining', { draining }, dependencies);
  }
  const terminated = await dependencies.resizer.terminate(group, intent.victims);
  return settle(
    activity,
    { kind: 'retire', terminated },
    kept(intent, terminated).length === 0 ? 'done' : 'partial',
    {
      draining: withoutDraining(state, activity.id),
      launched: state.launched.filter(({ id }) => !intent.victims.includes(id)),
    },
    dependencies,
  );
}

async function settle(
  activity: Activity,
  outcome: Outcome | null,
  status: Activity['status'],
  state: SettledState,
  { claims, clock }: ResizeDependencies,
): Promise<Settled> {
  const settled: Activity = {
    ...activity,
    outcome,
    status,
    settledAt: clock(),
    error: errorOf(activity.intent, outcome),
  };
  return { activity: settled, kept: await claims.settle(settled, state) };
}

const launchedBefore = (workers: readonly ListedWorker[]): LaunchOutcome => ({
  kind: 'launch',
  launched: workers.map(({ id, instanceType, market }) => ({ id, instanceType, market })),
  errors: [],
});

const withoutDraining = (state: GroupState, activity: string) =>
  state.draining.filter((each) => each.activity !== activity);

/** Partial fulfilment is normal: what came counts, the rest is tried by a later activity. */
function launchStatus(
  { onDemand, spot }: Extract<Intent, { kind: 'launch' }>,
  { launched }: LaunchOutcome,
): Activity['status'] {
  if (launched.length >= onDemand + spot) return 'done';
  return launched.length > 0 ? 'partial' : 'failed';
}

function launchState(state: GroupState, { launched, errors }: LaunchOutcome, now: number): SettledState {
  const until = now + UNAVAILABLE_SECONDS * 1000;
  const stillOut = Object.entries(state.unavailable).filter(([, each]) => each > now);
  const nowOut = errors.flatMap(({ pools }) => pools.map((pool): [string, number] => [pool, until]));
  return {
    launched: [...state.launched, ...launched.map(({ id, market }) => ({ id, at: now, market }))],
    unavailable: Object.fromEntries([...stillOut, ...nowOut]),
    dueAt: Math.min(now, state.dueAt ?? now),
  };
}

/** Victims that EC2 would not end: somebody has protected them in EC2 itself. */
const kept = ({ victims }: RetireIntent, terminated: readonly string[]): string[] =>
  victims.filter((id) => !terminated.includes(id));

function errorOf(intent: Intent, outcome: Outcome | null): string | null {
  if (outcome?.kind === 'launch' && outcome.errors.length > 0) {
    return outcome.errors.map(({ code, message }) => `${code}: ${message}`).join('; ');
  }
  if (intent.kind !== 'retire' || outcome?.kind !== 'retire') return null;
  const left = kept(intent, outcome.terminated);
  return left.length === 0 ? null : `EC2 keeps ${left.join(', ')}: is termination protection on?`;
}

/** What an activity did, and what kept it from doing all of it, in a few sentences. */
export function toldOf({ intent, outcome, status, decision, error }: Activity): string {
  const why = error ? ` ${error}` : '';
  if (intent.kind === 'launch') {
    const launched = outcome?.kind === 'launch' ? outcome.launched.length : 0;
    return `${decision.reason} Launched ${launched} of ${intent.onDemand + intent.spot}.${why}`;
  }
  const { length } = intent.victims;
  if (status === 'draining')
    return `${decision.reason} Draining ${length} until ${new Date(intent.drainUntil).toISOString()}.`;
  const terminated = outcome?.kind === 'retire' ? outcome.terminated.length : 0;
  return `${decision.reason} Terminated ${terminated} of ${length}.${why}`;
}
