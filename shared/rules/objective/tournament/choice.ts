import { CANDIDATES } from '../strategies/candidates.ts';
import { ENOUGH_SEEN } from '../unusual/cold-start.ts';
import type { ShadowEvaluation } from './shadow-evaluation.ts';

/** The share of the allowed loss that strategies may use on past demand, because future demand differs a little. */
const USABLE = 0.9;
/** The same for readings a minute apart or more, which hide peaks. With them, a lower loss costs much more. */
const USABLE_COARSE = 0.95;
/**
 * The same without sudden rises: the rest is for the first one, of which such readings show little at first. Where sudden
 * rises are usual, past losses include them.
 */
const USABLE_CALM = 0.8;
const COARSE_SECONDS = 60;
/**
 * After two hours of history, strategies may lose this share less, and with two days of it the whole again. A short history
 * is luckier than it looks: few surprises were in it, and hundreds of strategies were compared on it.
 */
const RESERVE = 0.5;
const FIRST_HOURS = 7200;
/** After a crowd that was lost, strategies may still lose this share of what the policy allows. */
const LEAST_LEFT = 0.5;
/** With less history, everything is unforeseen. */
const DAY = 86_400;
/** The active strategy stays while it meets the objective and none is cheaper by more than this share. */
const STICKY = 0.01;

interface Choosing {
  /** The share of demand that may be lost. */
  readonly lost: number;
  /** Seconds of history, and between two readings. */
  readonly seen: number;
  readonly step: number;
  /** The share of the demand that was not foreseeable. */
  readonly unforeseen: number;
  /** Whether demand rose suddenly several times. */
  readonly risesAreUsual: boolean;
}

/** What strategies may lose. `by`: what reduces it most below what the policy allows; null if the policy allows no loss. */
interface Allowed {
  readonly share: number;
  readonly by: 'history' | 'crowd' | 'rise' | 'minutes' | 'future' | null;
}

/** What strategies may lose on the past. */
export function allowedOf({ lost, unforeseen, risesAreUsual, seen, step }: Choosing): Allowed {
  if (lost === 0) return { share: 0, by: null };
  const history = 1 - RESERVE * Math.min(1, seen / FIRST_HOURS) * Math.max(0, 1 - seen / ENOUGH_SEEN);
  const left = leftOf(lost, unforeseen, seen, step);
  const isCoarse = step >= COARSE_SECONDS;
  const usable = isCoarse ? (risesAreUsual ? USABLE_COARSE : USABLE_CALM) : USABLE;
  const least = Math.min(history, usable, left / lost);
  const kept = isCoarse ? (risesAreUsual ? 'minutes' : 'rise') : 'future';
  const by = least === history ? 'history' : least === usable ? kept : 'crowd';
  return { share: left * history * usable, by };
}

/**
 * The index of the cheapest candidate that would have lost no more than the allowed share. If there is none, only the loss
 * beyond that of the candidate that lost least counts. `current`: index of the active strategy; below 0 without one.
 */
export function chosen(shadows: ShadowEvaluation, allowed: number, current: number): number {
  const shares = Float64Array.from(CANDIDATES, (_, each) => shadows.shareLost(each));
  if (Math.min(...shares) <= allowed) return cheapest(shadows, shares, allowed, current);
  // Demand that none could have served, such as a sudden flood, does not distinguish the candidates.
  const unavoidable = shadows.unavoidable();
  const beyond = shares.map((_, each) => shadows.shareBeyond(each, unavoidable));
  return cheapest(shadows, beyond, allowed, current);
}

/**
 * What strategies may lose after a crowd that nobody foresaw. With readings a minute apart or more, to lose less afterwards
 * would cost too much.
 */
const leftOf = (lost: number, unforeseen: number, seen: number, step: number): number =>
  step < COARSE_SECONDS && seen >= DAY ? Math.max(LEAST_LEFT * lost, lost - unforeseen) : lost;

/** The cheapest candidate that loses no more than the budget. */
function cheapest(shadows: ShadowEvaluation, shares: Float64Array, budget: number, current: number): number {
  const costs = shadows.costs();
  let best = -1;
  shares.forEach((share, each) => {
    if (share <= budget && (best < 0 || (costs[each] as number) < (costs[best] as number))) best = each;
  });
  const stays =
    current >= 0 &&
    (shares[current] as number) <= budget &&
    (costs[current] as number) <= (costs[best] as number) * (1 + STICKY);
  return stays ? current : best;
}
