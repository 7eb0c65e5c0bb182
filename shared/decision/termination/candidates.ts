import type { Worker } from '../../model/index.ts';
import { groupedBy, unitsOf, weightOf } from '../../model/index.ts';
import type { ProviderSettings } from '../../providers/index.ts';
import { emptyingHosts, isOccupied } from './hosts.ts';

type Order = ProviderSettings['terminationOrder'];

/**
 * Termination candidates in order: those a rule named, then unhealthy ones, substitutes, pending, idle, all others. Of each
 * of these, the outdated ones come first, and then the policy's `retire` decides. Never protected, busy or draining ones,
 * and never so many of the base that less than `base` is left. `count` and `base` are units: workers that weigh more than
 * what may still go are passed over, so that never more than `count` goes.
 */
export function terminationCandidates(
  workers: readonly Worker[],
  count: number,
  order: Order,
  named: readonly string[],
  base = 0,
): string[] {
  if (count <= 0) return [];
  const live = workers.filter(({ state }) => state !== 'draining');
  const eligible = live.filter((worker) => !worker.protected && !isOccupied(worker));
  const isNamed = new Set(named);
  const rank = (worker: Worker): number =>
    2 * CANDIDATE_KINDS.indexOf(candidateKind(worker, isNamed)) + (worker.outdated === true ? 0 : 1);
  const chosen = new Set<string>();
  const weights = new Map(eligible.map((worker) => [worker.id, weightOf(worker)]));
  let left = count;
  let leftOfBase = dispensable(workers, count, base);
  for (let tier = 0; tier <= LAST_TIER && left > 0; tier++) {
    const candidates = eligible.filter((worker) => rank(worker) === tier);
    // Workers that must stay make a zone as full as others.
    const remaining = live.filter((worker) => !chosen.has(worker.id));
    const ofBase = new Set(candidates.filter((worker) => worker.base === true).map(({ id }) => id));
    for (const id of ordered(candidates, remaining, order)) {
      if (left <= 0) break;
      const weight = weights.get(id) ?? 1;
      if (weight > left || (ofBase.has(id) && weight > leftOfBase)) continue;
      if (ofBase.has(id)) leftOfBase -= weight;
      chosen.add(id);
      left -= weight;
    }
  }
  return [...chosen];
}

/** The kinds of candidates, in their order: those that a rule names first. */
const CANDIDATE_KINDS = ['named', 'unhealthy', 'substitute', 'pending', 'idle', 'other'] as const;
export type CandidateKind = (typeof CANDIDATE_KINDS)[number];

export function candidateKind({ id, state, busy, substitute }: Worker, named: ReadonlySet<string>): CandidateKind {
  if (named.has(id)) return 'named';
  if (state === 'unhealthy') return 'unhealthy';
  if (substitute === true) return 'substitute';
  if (state === 'pending') return 'pending';
  return busy === false ? 'idle' : 'other';
}

/** Of each kind, outdated workers and others. */
const LAST_TIER = 2 * CANDIDATE_KINDS.length - 1;

/** How much of the base may go when `count` goes: a group smaller than its base has no other workers. */
function dispensable(workers: readonly Worker[], count: number, base: number): number {
  const live = workers.filter(({ state }) => state !== 'draining');
  const ofBase = unitsOf(live.filter((worker) => worker.base === true));
  return ofBase - Math.min(base, Math.max(0, unitsOf(live) - count));
}

/** How much stays at least when the group shrinks to `capacity`: the protected, the busy, and the base. */
export function keptAt(workers: readonly Worker[], capacity: number, base: number): { kept: number; ofBase: number } {
  const live = workers.filter(({ state }) => state !== 'draining');
  const held = live.filter((worker) => worker.protected || isOccupied(worker));
  const there = unitsOf(live.filter((worker) => worker.base === true));
  const heldOfBase = unitsOf(held.filter((worker) => worker.base === true));
  const ofBase = Math.max(0, Math.min(base, capacity, there) - heldOfBase);
  return { kept: unitsOf(held) + ofBase, ofBase };
}

function ordered(candidates: readonly Worker[], remaining: readonly Worker[], order: Order): string[] {
  const byAge = candidates.toSorted((a, b) => (a.launchedAt ?? 0) - (b.launchedAt ?? 0) || (a.id < b.id ? -1 : 1));
  if (order === 'newest') return byAge.toReversed().map(({ id }) => id);
  if (order === 'costliest') return byAge.toSorted((a, b) => unitPrice(b) - unitPrice(a)).map(({ id }) => id);
  if (order === 'balanced' && candidates.some(({ host }) => host !== undefined)) return emptyingHosts(byAge, remaining);
  return order === 'oldest' ? byAge.map(({ id }) => id) : balanced(byAge, remaining);
}

const unitPrice = (worker: Worker): number => (worker.hourlyUsd ?? 0) / weightOf(worker);

/** Oldest first, each time from the zone with the most capacity left, so that zones stay even; of equal ones, the oldest. */
function balanced(byAge: readonly Worker[], remaining: readonly Worker[]): string[] {
  const left = new Map<string, number>();
  for (const { zone = '', weight = 1 } of remaining) left.set(zone, (left.get(zone) ?? 0) + weight);
  const place = new Map(byAge.map((worker, index) => [worker, index]));
  const first = ([worker]: readonly Worker[]) => (worker && place.get(worker)) ?? 0;
  const queues = groupedBy(byAge, ({ zone = '' }) => zone);
  const chosen: string[] = [];
  while (chosen.length < byAge.length) {
    const fullest = [...queues]
      .filter(([, queue]) => queue.length > 0)
      .toSorted(([a, ofA], [b, ofB]) => (left.get(b) ?? 0) - (left.get(a) ?? 0) || first(ofA) - first(ofB))[0];
    const candidate = fullest?.[1].shift();
    if (!fullest || !candidate) break;
    left.set(fullest[0], (left.get(fullest[0]) ?? 0) - weightOf(candidate));
    chosen.push(candidate.id);
  }
  return chosen;
}
