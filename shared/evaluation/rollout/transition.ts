import { fitting, type Reason, unitsOf } from '../../model/index.ts';
import type { ManagedWorker, RolloutPart, Spec } from '../../providers/index.ts';
import type { Rollout } from '../../state/index.ts';
import { becauseOfRollout } from './because.ts';
import { alarmed, type FailureFacts, type FoundAlarms, failuresIn, withFailures } from './failures.ts';
import { type FleetFacts, fleetIn, type Progress, progressOf, type RolloutFleet, unitsAt } from './fleet.ts';
import { isSame } from './specs.ts';

/** What has happened to a rollout, for its events. */
export interface Happening {
  readonly kind:
    | 'started'
    | 'retargeted'
    | 'checkpoint'
    | 'completed'
    | 'rolling-back'
    | 'rolled-back'
    | 'paused'
    | 'stopped';
  /** As it is afterwards. */
  readonly rollout: Rollout;
  readonly progress: Progress;
  readonly because: Reason | null;
}

export interface TransitionFacts extends FleetFacts, FailureFacts {
  /** What the policy means now; undefined if that is not known. */
  readonly current: Spec | undefined;
  readonly alarms: FoundAlarms | undefined;
  /** The units of capacity that the group is to have. */
  readonly size: number;
}

export interface Transition {
  readonly rollout: Rollout;
  readonly happenings: readonly Happening[];
  /** Why it waits. */
  readonly notes: readonly Reason[];
}

/**
 * What becomes of a rollout that is in progress, by what is there now. It changes nothing else. A rollout that stays as it is
 * is returned itself, not as a copy: that is how its caller knows that nothing must be stored.
 */
export function transitionOf(before: Rollout, facts: TransitionFacts): Transition {
  const happenings: Happening[] = [];
  let rollout = before;
  const note = (kind: Happening['kind'], because: Reason | null = null) => {
    happenings.push({ kind, rollout, because, progress: progressOf(rollout, fleetIn(rollout, facts), facts.size) });
  };
  const { failing, waiting } = alarmed(facts.settings.alarms, facts.alarms);

  if (rollout.status === 'starting') {
    if (failing !== null && rollout.started.why === undefined) {
      rollout = { ...rollout, status: 'stopped', because: failing, endedAt: facts.now };
      note('stopped', failing);
      return { rollout, happenings, notes: [] };
    }
    const held = failing ?? waiting;
    if (held !== null) return { rollout, happenings, notes: [held] };
    rollout = { ...rollout, status: 'running', total: fleetIn(rollout, facts).old.length };
    note('started', rollout.started.why ?? null);
  }

  const retargeted = retarget(rollout, facts);
  if (retargeted) {
    const instead = rollout.to?.['version'];
    const version = retargeted.to?.['version'];
    rollout = retargeted;
    note(
      'retargeted',
      becauseOfRollout['rollout-newer']({
        ...(version !== undefined && { version }),
        ...(instead !== undefined && { instead }),
      }),
    );
  }

  const fleet = fleetIn(rollout, facts);
  const failure = failureOf(rollout, fleet, facts, failing);
  rollout = failure.rollout;
  if (failure.because !== null) {
    rollout = afterFailure(rollout, failure.because, facts);
    note(
      rollout.status === 'rolling-back' ? 'rolling-back' : rollout.status === 'paused' ? 'paused' : 'stopped',
      failure.because,
    );
    return { rollout, happenings, notes: [] };
  }
  if (rollout.status === 'paused') return { rollout: proven(rollout, fleet), happenings, notes: [] };

  rollout = withBatch(proven(rollout, fleet), fleet, facts);
  const notes: Reason[] = waiting === null || rollout.isBack ? [] : [waiting];
  if (!rollout.isBack) {
    const passed = checkpointsIn(rollout, fleet, facts);
    if (passed) {
      rollout = passed;
      note('checkpoint');
    }
    const { bakingUntil } = rollout;
    if (bakingUntil !== undefined && bakingUntil > facts.now) {
      const { share } = progressOf(rollout, fleet, facts.size);
      notes.push(becauseOfRollout['rollout-bakes']({ share, until: new Date(bakingUntil).toISOString() }));
      return { rollout, happenings, notes };
    }
    if (bakingUntil !== undefined) {
      const { bakingUntil: _, ...baked } = rollout;
      rollout = baked;
    }
  }
  if (isComplete(rollout, fleet, waiting, facts)) {
    const { batch: _, ...ended } = rollout;
    rollout = { ...ended, status: rollout.isBack ? 'rolled-back' : 'done', endedAt: facts.now };
    note(rollout.isBack ? 'rolled-back' : 'completed', rollout.isBack ? (rollout.because ?? null) : null);
  }
  return { rollout, happenings, notes };
}

/** With another target, if the policy means something else by now; null if the target stays. */
function retarget(rollout: Rollout, facts: TransitionFacts): Rollout | null {
  const { current, settings } = facts;
  if (rollout.version !== undefined || !rollout.insteadOf || !current || isSame(current, rollout.insteadOf))
    return null;
  // What is gone back to may be what the policy means by now.
  if (rollout.isBack && isSame(current, rollout.from)) return null;
  // Going back ends first, unless rollouts start by themselves: what comes then goes forward at once.
  if (rollout.isBack && settings.on === 'manual') return null;
  const { proven: _, bakingUntil: __, batch: ___, failedBefore: ____, isBack, because, ...kept } = rollout;
  const status = isBack ? 'running' : rollout.status;
  // Why it went back says nothing of the version that comes now.
  const why = isBack || because === undefined ? {} : { because };
  const next: Rollout = { ...kept, ...why, status, to: current, insteadOf: current, failed: [], passed: 0 };
  return { ...next, total: fleetIn(next, facts).old.length };
}

function failureOf(
  rollout: Rollout,
  fleet: RolloutFleet,
  facts: TransitionFacts,
  alarm: Reason | null,
): { readonly rollout: Rollout; readonly because: Reason | null } {
  if (rollout.status !== 'running' && rollout.status !== 'rolling-back') return { rollout, because: null };
  if (rollout.isBack) {
    // Only what cannot be launched at all ends a rollback: workers that fail are replaced as usual.
    const refusal = failuresIn(rollout, { ...fleet, fresh: [] }, [], { ...facts, failedLaunches: [] })[0];
    return { rollout, because: refusal?.because ?? null };
  }
  const draining = facts.workers.filter(({ id, drainingUntil }) => drainingUntil !== null && !fleet.outdated.has(id));
  const counted = withFailures(rollout, failuresIn(rollout, fleet, draining, facts), facts.settings);
  return { rollout: counted.rollout, because: alarm ?? counted.tooMany };
}

function afterFailure(rollout: Rollout, because: Reason, { settings, now }: TransitionFacts): Rollout {
  const { bakingUntil: _, batch: __, ...failed } = rollout;
  if (rollout.isBack) {
    const reason = becauseOfRollout['rollout-no-way-back']({ cause: because, after: rollout.because ?? null });
    return { ...failed, status: 'stopped', because: reason, endedAt: now };
  }
  if (!settings.rollback) return { ...failed, status: 'paused', because };
  if (rollout.from && !isSame(rollout.from, rollout.to)) {
    return { ...failed, status: 'rolling-back', isBack: true, because };
  }
  const reason = becauseOfRollout['rollout-no-way-back']({ cause: null, after: because });
  return { ...failed, status: 'stopped', because: reason, endedAt: now };
}

/** A version has proven itself once and for all. */
const proven = (rollout: Rollout, fleet: RolloutFleet): Rollout =>
  !rollout.isBack && !rollout.proven && fleet.proven.length > 0 ? { ...rollout, proven: true } : rollout;

/** A batch ends when none of its workers is on its way any more. */
function withBatch(rollout: Rollout, fleet: RolloutFleet, facts: TransitionFacts): Rollout {
  const { batch } = rollout;
  if (!batch || batch.endedAt !== undefined || isUnderWay(fleet, facts)) return rollout;
  return { ...rollout, batch: { ...batch, endedAt: facts.now } };
}

function isUnderWay({ old, oldDraining, fresh, proven: good }: RolloutFleet, facts: TransitionFacts): boolean {
  const surplus = unitsOf([...old, ...fresh]) - facts.size;
  return (
    oldDraining.length > 0 ||
    fresh.length > good.length ||
    facts.launched.some(({ seen }) => !seen) ||
    surplus < 0 ||
    fitting(old, surplus).length > 0
  );
}

/** At the next checkpoint, if that is reached. */
function checkpointsIn(
  rollout: Rollout,
  fleet: RolloutFleet,
  { settings, size, now }: TransitionFacts,
): Rollout | null {
  const units = unitsOf(fleet.proven);
  // Where nothing was to be replaced, there is nothing new to wait for.
  if (rollout.total === 0 && fleet.old.length + fleet.oldDraining.length === 0) return null;
  const isAll = fleet.old.length === 0 && fleet.oldDraining.length === 0;
  const reached = settings.checkpoints.filter((share) => isAll || units >= unitsAt(share, size)).length;
  if (reached <= rollout.passed || fleet.proven.length === 0) return null;
  return { ...rollout, passed: reached, bakingUntil: now + settings.bake * 1000 };
}

/**
 * Nothing is left to replace, and what replaces it has proven itself. Where a worker goes only after that, others that
 * start now do not matter.
 */
function isComplete(
  rollout: Rollout,
  fleet: RolloutFleet,
  waiting: Reason | null,
  { settings, size }: TransitionFacts,
): boolean {
  if (fleet.old.length > 0 || fleet.oldDraining.length > 0) return false;
  if (waiting !== null && !rollout.isBack) return false;
  const { fresh, proven: good } = fleet;
  // All workers may be gone, and the new ones not launched yet.
  if (rollout.total > 0 && size > 0 && good.length === 0) return false;
  return fresh.length === good.length || (settings.capacity === 'surge' && good.length > 0);
}

export interface AutoStart {
  readonly part: Pick<RolloutPart, 'differs' | 'specOfWorkers'>;
  readonly config: unknown;
  /** What the policy means, as far as its rollouts start by themselves. */
  readonly current: Spec;
  readonly workers: readonly ManagedWorker[];
  readonly now: number;
}

/** The rollout that starts by itself, because workers are not what the policy means; null if none does. */
export function startedByItself(before: Rollout | null, given: AutoStart): Rollout | null {
  const { part, config, current, workers, now } = given;
  if (before && isSame(before.insteadOf, current)) {
    if (['rolled-back', 'canceled', 'stopped'].includes(before.status)) return null;
    if (before.status === 'done' && before.version !== undefined) return null;
  }
  const live = workers.filter(({ drainingUntil }) => drainingUntil === null);
  const differing = live.flatMap((worker) => part.differs(current, worker) ?? []);
  if (differing.length === 0) return null;
  const version = current['version'];
  const why = becauseOfRollout['rollout-differs']({
    workers: differing.length,
    differences: [...new Set(differing)],
    ...(version !== undefined && { version }),
  });
  const from = part.specOfWorkers(config, live);
  return {
    id: new Date(now).toISOString(),
    status: 'starting',
    to: current,
    insteadOf: current,
    total: 0,
    failed: [],
    passed: 0,
    ...(from && !isSame(from, current) && { from }),
    started: { at: now, why },
  };
}
