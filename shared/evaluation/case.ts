import { type Decision, decide, isTuned } from '../decision/index.ts';
import type { Observation, Policy } from '../policy/index.ts';
import { healthOf } from './health/health.ts';
import type { IllWorker } from './health/replacements.ts';
import type { GroupState, ListedWorker, Seen, Trigger } from './model.ts';
import { observationOf, seenOf, stillYoung } from './observation.ts';
import type { Observed } from './observe.ts';
import { toldAsDeleted, toZero } from './policies/retiring.ts';

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
  /** Workers waited for have been listed, or warned ones have gone: the state is shorter than what is written. */
  readonly hasSettled: boolean;
  /** A rule that tunes itself has found out something new, or has gone: the state says so, and it is not written yet. */
  readonly isRetuned: boolean;
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
  const policy = written.retiring ? toZero(accepted) : accepted;
  const listed = asDecided(observed.workers.get(group) ?? [], written, leaving, now);
  const found = observed.tuned.get(group) ?? null;
  const tuned = ofRules(accepted, { ...written.tuned, ...found });
  const isRetuned = found !== null || Object.keys(tuned).length < Object.keys(written.tuned).length;
  const state = {
    ...written,
    tuned,
    launched: stillYoung(written.launched, listed, now),
    warned: stillThere(written.warned, listed, now),
  };
  const unseen = (launched: GroupState['launched']) => launched.filter(({ seen }) => !seen).length;
  const hasSettled = unseen(state.launched) < unseen(written.launched) || state.warned.length < written.warned.length;
  const observation = observationOf(policy, state, { ...observed, workers: new Map([[group, listed]]) }, now);
  const decided = decide(policy, observation);
  const decision = written.retiring ? toldAsDeleted(decided) : decided;
  const seen = seenOf(observation, decision.current);
  const isDraining = new Set(listed.filter(({ drainingUntil }) => drainingUntil !== null).map(({ id }) => id));
  const allIll = illOf(policy, state, listed, observed, now);
  const ill = allIll.filter(({ id }) => !isDraining.has(id));
  const illDraining = new Set(allIll.map(({ id }) => id).filter((id) => isDraining.has(id)));
  return { policy, state, listed, observation, decision, seen, ill, illDraining, trigger, now, hasSettled, isRetuned };
}

/** Without what was found out for rules that are gone. */
const ofRules = ({ rules }: Policy, tuned: GroupState['tuned']): GroupState['tuned'] =>
  Object.fromEntries(
    Object.entries(tuned).filter(([name]) => rules.some((rule) => rule.name === name && isTuned(rule))),
  );

/**
 * Which workers drain is what the group's state says. The mark on the instance tells the worker; EC2 shows it late, and
 * an evaluation that outlived its lease may have set it once more after the worker was taken back.
 */
function asDecided(
  listed: readonly ListedWorker[],
  { draining, spared }: GroupState,
  leaving: ReadonlySet<string>,
  now: number,
): ListedWorker[] {
  const until = new Map(draining.flatMap((each) => each.victims.map((id) => [id, each.until] as const)));
  const isSpared = new Set(spared.filter((each) => each.until > now).map(({ id }) => id));
  return listed.map((worker) => ({
    ...worker,
    protected: worker.protected || isSpared.has(worker.id),
    drainingUntil: until.get(worker.id) ?? (leaving.has(worker.id) ? now : null),
  }));
}

/** A warning may come before the worker is listed; one of long ago is of a worker that is gone. */
const WARNED_WITHIN_SECONDS = 900;

function stillThere(warned: GroupState['warned'], listed: readonly ListedWorker[], now: number): GroupState['warned'] {
  const there = new Set(listed.map(({ id }) => id));
  return warned.filter(({ id, at }) => there.has(id) || now - at < WARNED_WITHIN_SECONDS * 1000);
}

function illOf(
  { provider }: Policy,
  { warned }: GroupState,
  listed: readonly ListedWorker[],
  observed: Observed,
  now: number,
): IllWorker[] {
  return listed.flatMap((worker) => {
    const { illness } = healthOf(worker, provider, warned, observed, now);
    return illness === null ? [] : [{ ...worker, illness }];
  });
}
