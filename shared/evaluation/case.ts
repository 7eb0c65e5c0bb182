import { type Decision, decide, isLearning } from '../decision/index.ts';
import type { Observation, Policy } from '../policy/index.ts';
import type { GroupState } from '../state/index.ts';
import { healthOf } from './health/health.ts';
import type { IllWorker } from './health/replacements.ts';
import type { ListedWorker, Seen, Trigger } from './model.ts';
import { observationOf, seenOf, stillYoung } from './observation.ts';
import type { Observed } from './observe.ts';
import { explainedAsDeleted, toZero } from './policies/retiring.ts';

/** One group's decision on its way into the world. */
export interface Case {
  readonly policy: Policy;
  /** `launched`: workers still to be waited for, and young ones. `warned`: only workers that are there. */
  readonly state: GroupState;
  /** `drainingUntil` as the group's state has it, whatever mark EC2 shows. */
  readonly listed: readonly ListedWorker[];
  readonly observation: Observation;
  readonly decision: Decision;
  readonly seen: Seen;
  /** Workers that do not drain and have something wrong with them. */
  readonly ill: readonly IllWorker[];
  /** Workers that drain and have something wrong with them: nobody wants them back. */
  readonly illDraining: ReadonlySet<string>;
  readonly trigger: Trigger;
  readonly now: number;
  /** Capacity that the provider was lately short of, and until when it is left out. Read once for all groups, when it is needed. */
  readonly unavailable: () => Promise<ReadonlyMap<string, number>>;
  /** Workers waited for have been listed, or warned ones have gone: the state is shorter than what is written. */
  readonly hasSettled: boolean;
}

/**
 * What a group's policy decides at this moment, on its state as it is written and on what was read for many groups; the
 * last policy of a group that drains after its deletion is taken to want nothing any more.
 * `leaving`: workers listed as alive that were retired since.
 */
export function caseOf(
  accepted: Policy,
  written: GroupState,
  observed: Observed,
  { trigger, now, leaving }: { trigger: Trigger; now: number; leaving: ReadonlySet<string> },
): Case {
  const { group } = written;
  const policy = written.policy.deleting ? toZero(accepted) : accepted;
  const listed = asDecided(observed.workers.get(group) ?? [], written, leaving, now);
  const found = observed.tuned.get(group) ?? null;
  const tuned = ofRules(accepted, { ...written.decision.tuned, ...found });
  const state = {
    ...written,
    provider: { ...written.provider, launched: stillYoung(written.provider.launched, listed, now) },
    notices: stillThere(written.notices, listed, now),
  };
  const unseen = (launched: GroupState['provider']['launched']) => launched.filter(({ seen }) => !seen).length;
  const hasSettled =
    unseen(state.provider.launched) < unseen(written.provider.launched) ||
    state.notices.length < written.notices.length;
  const observation = observationOf(
    policy,
    { ...state, decision: { ...state.decision, tuned } },
    { ...observed, workers: new Map([[group, listed]]) },
    now,
  );
  const decided = decide(policy, observation);
  const decision = written.policy.deleting ? explainedAsDeleted(decided) : decided;
  const seen = seenOf(observation, decision.current);
  const isDraining = new Set(listed.filter(({ drainingUntil }) => drainingUntil !== null).map(({ id }) => id));
  const allIll = illOf(policy, state, listed, observed, now);
  const ill = allIll.filter(({ id }) => !isDraining.has(id));
  const illDraining = new Set(allIll.map(({ id }) => id).filter((id) => isDraining.has(id)));
  const { unavailable } = observed;
  return {
    unavailable,
    policy,
    state,
    listed,
    observation,
    decision,
    seen,
    ill,
    illDraining,
    trigger,
    now,
    hasSettled,
  };
}

type Tunings = GroupState['decision']['tuned'];

/** Without what was found out for rules that are gone. */
const ofRules = ({ rules }: Policy, tuned: Tunings): Tunings =>
  Object.fromEntries(
    Object.entries(tuned).filter(([name]) => rules.some((rule) => rule.name === name && isLearning(rule))),
  );

/**
 * Which workers drain is what the group's state says. The mark on the instance tells the worker; EC2 shows it late, and
 * an evaluation that outlived its lease may have set it once more after the worker was taken back.
 */
function asDecided(
  listed: readonly ListedWorker[],
  { drains, provider: { terminationSkipped } }: GroupState,
  leaving: ReadonlySet<string>,
  now: number,
): ListedWorker[] {
  const until = new Map(drains.flatMap(({ workers, until }) => workers.map((id) => [id, until] as const)));
  const isSpared = new Set(terminationSkipped.filter((each) => each.until > now).map(({ id }) => id));
  return listed.map((worker) => ({
    ...worker,
    protected: worker.protected || isSpared.has(worker.id),
    drainingUntil: until.get(worker.id) ?? (leaving.has(worker.id) ? now : null),
  }));
}

/** A warning may come before the worker is listed; one of long ago is of a worker that is gone. */
const WARNED_WITHIN_SECONDS = 900;

function stillThere(
  notices: GroupState['notices'],
  listed: readonly ListedWorker[],
  now: number,
): GroupState['notices'] {
  const there = new Set(listed.map(({ id }) => id));
  return notices.filter(({ id, at }) => there.has(id) || now - at < WARNED_WITHIN_SECONDS * 1000);
}

function illOf(
  { provider }: Policy,
  { notices }: GroupState,
  listed: readonly ListedWorker[],
  observed: Observed,
  now: number,
): IllWorker[] {
  return listed.flatMap((worker) => {
    const { illness } = healthOf(worker, provider, notices, observed, now);
    return illness === null ? [] : [{ ...worker, illness }];
  });
}
