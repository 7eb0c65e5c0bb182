import { type Decision, terminationCandidates } from '../decision/index.ts';
import type { Reason } from '../model/index.ts';
import { type Plan, withheld, withStage } from './amended.ts';
import type { Case } from './case.ts';
import { isTaken } from './health/health.ts';
import { type IllWorker, replacedReason } from './health/replacements.ts';
import type { RetireIntent } from './model.ts';
import { liveOf } from './observation.ts';
import { because } from './reasons.ts';

/** Victims stand in the group's item while they drain, and thrice in their activity's: DynamoDB takes items of 400 KB. */
const MOST_DRAINING = 4000;

/** A shrink, cut down to what may drain at a time; the rest is for a later one. */
export function shrinkOf(each: Case): Plan {
  const { decision, state } = each;
  const room = Math.max(0, MOST_DRAINING - state.drains.flatMap(({ workers }) => workers).length);
  const victims = decision.retire.slice(0, room);
  const left = decision.retire.length - victims.length;
  if (left === 0) return { decision, intent: retirementOf(each, victims) };
  const reason = because['most-draining']({ most: MOST_DRAINING });
  if (victims.length === 0) return { decision: withheld(decision, reason), intent: null };
  return { decision: cutShort(decision, victims, left, reason), intent: retirementOf(each, victims) };
}

function cutShort(decision: Decision, retire: string[], left: number, reason: Reason): Decision {
  const { current } = decision;
  const desired = Math.min(current, decision.desired + left);
  const direction = desired < current ? 'in' : 'hold';
  return withStage({ ...decision, direction, desired, change: desired - current, retire }, 'capacity', reason);
}

/**
 * Nothing is missing: ill workers whose replacements are there may go, but no more than the group can do without. Where
 * one has recovered meanwhile, somebody else goes: the replacement was one too many.
 */
export function withoutReplaced(each: Case, replaced: readonly IllWorker[]): Plan {
  const { decision, policy, state, seen, observation, ill } = each;
  const { ready, unhealthy } = seen.workers;
  const spare = Math.max(0, liveOf(seen) - decision.desired);
  const mayGo = replaced.filter((worker) => !worker.protected);
  const taken = mayGo.filter(({ illness }) => isTaken(illness)).slice(0, spare);
  // A broken one may still be of use until its replacement has proved itself.
  const proven = Math.max(0, ready + unhealthy - decision.desired - taken.length);
  const gone = [...taken, ...mayGo.filter(({ illness }) => !isTaken(illness)).slice(0, proven)];
  if (gone.length > 0) {
    const told = withStage(decision, 'health', replacedReason(gone));
    return { decision: told, intent: retirementOf(each, idsOf(gone), gone.length) };
  }
  // Of a deleted policy's group nobody is to stay, not even a worker that has come to light late.
  const recovered =
    ill.length === 0 && policy.paused === false ? Math.min(state.provider.replacementsInFlight, spare) : 0;
  const workers = Array.isArray(observation.workers) ? observation.workers : [];
  const tooMany = state.policy.deleting ? spare : recovered;
  const victims = terminationCandidates(workers, tooMany, policy.provider?.retire ?? 'balanced', []);
  if (victims.length === 0) return { decision, intent: null };
  const told = state.policy.deleting
    ? withStage(decision, 'bounds', because['beyond-bounds']({ workers: victims }))
    : withStage(decision, 'health', because['replacement-surplus']({ workers: victims }));
  return { decision: told, intent: retirementOf(each, victims, victims.length) };
}

const idsOf = (workers: readonly IllWorker[]): string[] => workers.map(({ id }) => id);

function retirementOf({ policy, ill, now }: Case, victims: readonly string[], replaced = 0): RetireIntent | null {
  if (victims.length === 0) return null;
  const isIll = new Set(ill.map(({ id }) => id));
  return {
    kind: 'retire',
    victims,
    drainUntil: now + policy.behavior.in.drain * 1000,
    // Where healthy ones go along with ill ones, all are spared what only ill ones are not: to be ended at work.
    healthy: !victims.every((id) => isIll.has(id)),
    replaced,
    targetGroups: policy.provider?.targetGroups ?? [],
  };
}
