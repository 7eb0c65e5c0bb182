import { type Reason, unitsOf } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import {
  isEphemeral,
  type ManagedWorker,
  type RolloutPart,
  type RolloutSettings,
  type Spec,
} from '../../providers/index.ts';
import type { GroupState, Rollout } from '../../state/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { FailedLaunch, Monitored } from '../observe/workers/launched.ts';
import { becauseOfRollout } from './because.ts';
import { isInProgress } from './control.ts';
import type { FoundAlarms } from './failures.ts';
import { fleetIn, type Progress, progressOf, type RolloutFleet } from './fleet.ts';
import { agedIn } from './lifetime.ts';
import { isSame, specInForce, specMark, targetOf } from './specs.ts';
import { type Happening, startedByItself, transitionOf } from './transition.ts';

type Provider = NonNullable<Policy['provider']>;

/** What a pass knows of the versions of a group, before its workers are known. */
export interface GroupVersions {
  readonly part: RolloutPart;
  readonly settings: RolloutSettings;
  /** What the policy means now; undefined if that is not known. */
  readonly current: Spec | undefined;
  /** What somebody asks for, and the rollout has not begun; a reason if there is no such thing. */
  readonly target: Spec | Reason | undefined;
  readonly alarms: FoundAlarms | undefined;
  /** Null if no rollout monitors workers. */
  readonly monitored: Monitored | null;
}

/** What a pass knows of the groups whose workers may be renewed, and what makes a rollout of it. */
export interface Rollouts {
  readonly versions: ReadonlyMap<string, GroupVersions>;
  readonly rolledIn: typeof rolledIn;
}

export type Using = Pick<EvaluationDependencies, 'providers' | 'alarmStates' | 'warn'>;

export interface RolledFacts extends GroupVersions {
  readonly policy: Policy;
  readonly paused: Policy['paused'];
  readonly state: GroupState;
  readonly workers: readonly ManagedWorker[];
  readonly failedLaunches: readonly FailedLaunch[];
  readonly now: number;
}

/** What launches of a group use. */
export interface Launching {
  readonly provider: Provider;
  /** Recognizes it in what is stored of the launch; absent if it is what the policy says. */
  readonly spec?: string;
}

/** A group whose workers are renewed: by a rollout, or because of their age. */
export interface Rolled {
  readonly settings: RolloutSettings;
  /** As it is after this pass; null if there is none. */
  readonly rollout: Rollout | null;
  /** Whether the rollout must be stored. */
  readonly isChanged: boolean;
  /** Workers are renewed, or wait for it. */
  readonly isActive: boolean;
  readonly isBack: boolean;
  /** What launches use. */
  readonly inForce: Launching;
  /** What the renewed workers are launched from. */
  readonly target: Launching;
  /** The workers to renew, draining ones included, and why. */
  readonly outdated: ReadonlyMap<string, Reason>;
  /** Workers of the new version that are ready, and not yet for long enough. */
  readonly unproven: ReadonlySet<string>;
  /** Workers that the rollout launched or leaves. The rollout itself limits how many unhealthy ones of them are replaced. */
  readonly limited: ReadonlySet<string>;
  /** How far the rollout is; null without one in progress. */
  readonly progress: Progress | null;
  readonly happenings: readonly Happening[];
  /** Why nothing more is renewed now. */
  readonly notes: readonly Reason[];
  /** It is paused: nothing goes and nothing comes. */
  readonly isPaused: boolean;
  /** A checkpoint, a delay or an alarm holds it: it ends what it has begun. */
  readonly isHeld: boolean;
}

/** The group with its rollout, as it is now. Pure. */
export function rolledIn(facts: RolledFacts): Rolled {
  const { policy, state, part, settings, workers, now } = facts;
  const config = policy.provider as Provider;
  const current = meantBy(facts);
  const size = state.decision.desired ?? unitsOf(workers.filter(({ drainingUntil }) => drainingUntil === null));
  const given = {
    part,
    settings,
    workers,
    now,
    current,
    size,
    alarms: facts.alarms,
    launched: state.provider.launched,
    backoff: state.provider.launchBackoff,
    failedLaunches: facts.failedLaunches,
    warmup: policy.warmup,
  };
  const begun = begunIn(facts);
  const moved =
    begun && isInProgress(begun) && (begun.to || begun.isBack)
      ? transitionOf(begun, given)
      : {
          rollout: begun,
          happenings: begun?.status === 'stopped' && begun !== state.rollout ? [refusedBy(begun)] : [],
          notes: [],
        };
  const { rollout } = moved;
  // A version is not used before a worker of it has proven itself, unless workers are never replaced.
  const isAtOnce = isEphemeral(config) || part.hasOneVersion === true;
  const spec = rollout ? specInForce(rollout, { current, isAtOnce }) : undefined;
  const using = (used: Spec | undefined): Launching =>
    used ? { provider: part.withSpec(config, used) as Provider, spec: specMark(used) } : { provider: config };
  const isRolling = rollout !== null && isInProgress(rollout) && targetOf(rollout) !== undefined;
  const inForce = using(spec);
  const common = {
    settings,
    rollout,
    isChanged: rollout !== state.rollout,
    inForce,
    happenings: moved.happenings,
    isBack: rollout?.isBack === true && isRolling,
  };
  if (!isRolling) {
    const aged = settings.maxLifetime === null ? new Map() : agedIn(workers, settings.maxLifetime, now);
    const outdated = isEphemeral(config) ? new Map() : aged;
    const notes = rollout?.status === 'starting' ? [becauseOfRollout['rollout-waits-version']({})] : [];
    const none = { unproven: new Set<string>(), limited: new Set<string>(), progress: null, isPaused: false };
    const isHeld = notes.length > 0;
    return { ...common, ...none, notes, isHeld, outdated, isActive: isHeld || outdated.size > 0, target: inForce };
  }
  const fleet = fleetIn(rollout, given);
  const isProven = new Set(fleet.proven.map(({ id }) => id));
  const isGoing = rollout.status === 'running' || rollout.status === 'rolling-back';
  const notes = [...moved.notes, ...(isGoing ? delayed(rollout, settings, now) : [])];
  const unproven = new Set(fleet.fresh.map(({ id }) => id).filter((id) => !isProven.has(id)));
  return {
    ...common,
    isActive: true,
    target: using(targetOf(rollout)),
    outdated: fleet.outdated,
    unproven,
    limited: limitedIn(rollout, fleet, unproven, part),
    progress: progressOf(rollout, fleet, size),
    notes,
    isPaused: !isGoing,
    isHeld: notes.length > 0,
  };
}

/** The unproven ones, and those of a version between the first and the last; during a rollback, all that are left. */
function limitedIn(
  { status, isBack, from, started }: Rollout,
  { outdated, old }: RolloutFleet,
  unproven: ReadonlySet<string>,
  { differs }: RolloutPart,
): ReadonlySet<string> {
  if (isBack) return new Set(outdated.keys());
  if (status !== 'running') return new Set();
  const between = old.filter(
    (worker) => from !== undefined && worker.launchedAt >= started.at && differs(from, worker) !== null,
  );
  return new Set([...unproven, ...between.map(({ id }) => id)]);
}

/** The stored rollout; with its target, if it is to begin; or another one that begins by itself. */
function begunIn(facts: RolledFacts): Rollout | null {
  const { state, policy, part, settings, target, workers, now } = facts;
  const { rollout } = state;
  const current = meantBy(facts);
  if (rollout && isInProgress(rollout)) {
    if (rollout.status !== 'starting' || rollout.to || target === undefined) return rollout;
    return begunBy(rollout, target, facts);
  }
  if (settings.on === 'manual' || !current) return rollout;
  return startedByItself(rollout, { part, config: policy.provider, current, workers, now }) ?? rollout;
}

/** What the policy means by itself: of rollouts that only right-sizing starts, the types. */
const meantBy = ({ part, policy, settings, state: { rollout }, current }: RolledFacts): Spec | undefined =>
  settings.on === 'type' && (rollout === null || !isInProgress(rollout) || rollout.started.why)
    ? part.specOf(policy.provider, null)
    : current;

function begunBy(
  rollout: Rollout,
  target: Spec | Reason,
  { policy, part, current, workers, now }: RolledFacts,
): Rollout {
  if (isReason(target)) {
    const because = becauseOfRollout['rollout-refused']({ cause: target });
    return { ...rollout, status: 'stopped', because, endedAt: now };
  }
  const live = workers.filter(({ drainingUntil }) => drainingUntil === null);
  const to = part.specOf(policy.provider, target);
  const from = part.specOfWorkers(policy.provider, live);
  return {
    ...rollout,
    to,
    ...(current && { insteadOf: current }),
    ...(from && !isSame(from, to) && { from }),
  };
}

export const isReason = (answer: Spec | Reason): answer is Reason =>
  'params' in answer && typeof answer['params'] === 'object';

const refusedBy = (rollout: Rollout): Happening => ({
  kind: 'stopped',
  rollout,
  progress: { total: 0, replaced: 0, left: 0, share: 0 },
  because: rollout.because ?? null,
});

/** The pause between the workers that were replaced at once and the next ones. */
function delayed({ batch, isBack }: Rollout, { delay }: RolloutSettings, now: number): Reason[] {
  if (isBack || delay === 0 || batch?.endedAt === undefined) return [];
  const until = batch.endedAt + delay * 1000;
  return until > now ? [becauseOfRollout['rollout-waits-delay']({ until: new Date(until).toISOString() })] : [];
}
