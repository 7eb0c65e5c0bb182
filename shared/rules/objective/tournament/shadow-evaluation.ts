import { bootSteps, stepsIn, type Timing, unseenSteps } from '../../forecasting/index.ts';
import { SlidingMax } from '../peaks/sliding-max.ts';
import { BANDS, CANDIDATES, COARSE, HOLDS, nextCapacity, WANTS } from '../strategies/candidates.ts';
import { CHANGE_WITH_POOL, PoolShadow } from './pool-shadow.ts';

/** The cost of a change of capacity, in worker-seconds. Of two equal strategies, the one with fewer changes wins. */
const CHANGE_SECONDS = 150;
/** Without a warm pool, each change beyond this number a day has an additional cost. */
const FEW_CHANGES = 250;
/** The additional cost, in worker-seconds. */
const MORE_SECONDS = 300;
/** The half-life of loss and cost. With a shorter one, what happens every few hours counts too much or too little. */
export const HALF_LIFE = 172_800;
const DAY = 86_400;
const OUT = Int32Array.from(BANDS, (band) => band.out);
const IN = Int32Array.from(BANDS, (band) => band.in);
/** Decisions in the first seconds do not count, because the longest mean is incomplete. */
const FIRST = 300;

/**
 * Runs all candidates in shadow. Demand does not depend on the group, so the ready workers, the loss and the cost of each
 * candidate are known. Workers serve after their boot, and a scale-in removes the youngest first. The ready workers are
 * therefore the lowest capacity within the last boot time, or more of them with a warm pool.
 */
export class ShadowEvaluation {
  readonly lost = new Float64Array(CANDIDATES.length);
  readonly paid = new Float64Array(CANDIDATES.length);
  demand = 0;
  /** How often each candidate changed its capacity, and the number of steps. Both have the weights of loss and cost. */
  readonly #changes = new Float64Array(CANDIDATES.length);
  #steps = 0;
  readonly #holds: readonly SlidingMax[];
  readonly #held = new Float64Array(WANTS.length * HOLDS.length);
  /** Capacities of the last decisions, in a ring buffer. */
  readonly #ring: readonly Float64Array[];
  /** The ready workers of each decision if it stays, in a ring buffer; negated for `SlidingMax`. */
  readonly #fewest: readonly Float64Array[];
  readonly #negated = new Float64Array(CANDIDATES.length);
  readonly #booting: SlidingMax;
  readonly #pool: PoolShadow | null;
  readonly #boot: number;
  readonly #unseen: number;
  readonly #first: number;
  readonly #fade: number;
  readonly #drain: number;
  readonly #change: number;
  /** How many changes a step have no additional cost, and the additional cost of each change beyond them. */
  readonly #few: number;
  readonly #more: number;
  #decisions = 0;
  /** Weight of the newest step. */
  #weight = 1;

  constructor(timing: Timing) {
    const { step, drain } = timing;
    this.#boot = bootSteps(timing);
    this.#unseen = unseenSteps(timing);
    this.#first = stepsIn(FIRST, timing);
    this.#fade = 0.5 ** (step / HALF_LIFE);
    this.#drain = drain / step;
    this.#change = (timing.pool ? CHANGE_WITH_POOL : CHANGE_SECONDS) / step;
    this.#few = (FEW_CHANGES * step) / DAY;
    this.#more = timing.pool ? 0 : MORE_SECONDS / step;
    this.#holds = HOLDS.map((hold) => new SlidingMax(stepsIn(hold, timing), WANTS.length));
    const ring = () => Array.from({ length: this.#unseen + 3 }, () => new Float64Array(CANDIDATES.length).fill(1));
    this.#ring = ring();
    this.#fewest = ring();
    this.#booting = new SlidingMax(this.#boot + 1, CANDIDATES.length);
    this.#pool = timing.pool ? new PoolShadow(timing.pool, timing, CANDIDATES.length) : null;
  }

  /** Makes the decisions of the next step from the wanted capacities, in the order of {@link WANTS}. */
  decide(wants: Float64Array): void {
    const held = this.#held;
    this.#holds.forEach((each, index) => {
      each.add(wants, held, index * WANTS.length);
    });
    const before = this.#past(this.#ring, 1);
    const now = this.#past(this.#ring, 0);
    const negated = this.#negated;
    let own = 0;
    for (const coarse of COARSE) {
      for (let first = 0; first < held.length; first += WANTS.length) {
        for (let i = 0; i < OUT.length; i += 1, own += 1) {
          const wanted = wants[OUT[i] as number] as number;
          const most = held[first + (IN[i] as number)] as number;
          const next = nextCapacity(before[own] as number, wanted, most, coarse);
          now[own] = next;
          negated[own] = -next;
        }
      }
    }
    const fewest = this.#past(this.#fewest, 0);
    this.#booting.add(negated, fewest, 0);
    this.#pool?.add(negated, fewest);
    this.#decisions += 1;
  }

  /** Accounts for the demand of the next known step. `uneven`: the standard deviation of demand within the step. */
  settle(demand: number, uneven: number): void {
    // The decision that applied to this step is `back` decisions old. The boot time before it must be known, too.
    const back = this.#unseen + 1;
    if (this.#decisions < back + this.#boot + this.#first) return;
    const now = this.#past(this.#ring, back);
    const before = this.#past(this.#ring, back + 1);
    const fewest = this.#past(this.#fewest, back);
    this.#age();
    const weight = this.#weight;
    this.demand += weight * demand;
    this.#steps += weight;
    for (let i = 0; i < now.length; i += 1) {
      const short = demand + (fewest[i] as number);
      // Most candidates lose nothing in most steps.
      if (short > -STRAYS * uneven) this.lost[i] = (this.lost[i] as number) + weight * missing(short, uneven);
      const capacity = now[i] as number;
      const change = capacity - (before[i] as number);
      this.paid[i] = (this.paid[i] as number) + weight * capacity;
      if (change === 0) continue;
      this.paid[i] = (this.paid[i] as number) + weight * (this.#change - Math.min(0, change) * this.#drain);
      this.#changes[i] = (this.#changes[i] as number) + weight;
    }
  }

  /** Newer values get a growing weight, so older ones fade. Only ratios matter, so large sums are scaled down. */
  #age(): void {
    this.#weight /= this.#fade;
    if (this.#weight < HEAVY) return;
    for (const sums of [this.lost, this.paid, this.#changes]) {
      sums.forEach((sum, i) => {
        sums[i] = sum / HEAVY;
      });
    }
    this.demand /= HEAVY;
    this.#steps /= HEAVY;
    this.#weight /= HEAVY;
  }

  /** Whether any demand counts yet. Until the first launched workers are ready, all candidates look alike. */
  get hasCompared(): boolean {
    return this.#steps > 0;
  }

  /** The capacity that a candidate has decided last. */
  capacity(candidate: number): number {
    return this.#past(this.#ring, 1)[candidate] as number;
  }

  /** The cost of each candidate, with the additional cost of frequent changes. */
  costs(): Float64Array {
    const few = this.#steps * this.#few;
    return this.paid.map((paid, i) => paid + this.#more * Math.max(0, (this.#changes[i] as number) - few));
  }

  /** The share of demand that a candidate would have lost. */
  shareLost(candidate: number): number {
    return this.demand <= 0 ? 0 : (this.lost[candidate] as number) / this.demand;
  }

  /** The demand that no candidate would have served. If none meets the objective, they are compared by their loss beyond it. */
  unavoidable(): number {
    return this.lost.reduce((a, b) => Math.min(a, b));
  }

  /**
   * Like {@link shareLost}, but only of the demand that some candidate would have served. Demand of rare spikes is so uneven
   * that the estimates of what is lost may all exceed it: then any further loss is too much.
   */
  shareBeyond(candidate: number, unavoidable: number): number {
    const beyond = (this.lost[candidate] as number) - unavoidable;
    return beyond <= 0 ? 0 : beyond / Math.max(0, this.demand - unavoidable);
  }

  /** The entry of the decision `back` before the next one. 0 is the entry of the next one. */
  #past(ring: readonly Float64Array[], back: number): Float64Array {
    const size = ring.length;
    return ring[(this.#decisions + size - back) % size] as Float64Array;
  }
}

/** The mean demand above the capacity if demand is normally distributed. `short`: its mean minus the capacity. */
function missing(short: number, uneven: number): number {
  const place = (short / uneven + STRAYS) * PER_UNIT;
  // Without unevenness, this place is infinite.
  if (place >= ABOVE.length - 1) return short;
  const left = place | 0;
  const share = place - left;
  return uneven * ((ABOVE[left] as number) * (1 - share) + (ABOVE[left + 1] as number) * share);
}

/** Far below the largest number, and a power of two, so that scaling does not round. */
const HEAVY = 2 ** 64;
/** Deviations beyond three standard deviations are ignored. */
const STRAYS = 3;
const PER_UNIT = 64;
/**
 * The mean of the positive part of a normal variable with mean x and deviation 1: x Φ(x) + φ(x). It is a table because
 * every step needs it for thousands of candidates. Φ is the logistic approximation, with an error of at most 2e-4.
 */
const ABOVE = Float64Array.from({ length: 2 * STRAYS * PER_UNIT + 1 }, (_, place) => {
  const x = place / PER_UNIT - STRAYS;
  const below = 1 / (1 + Math.exp(-1.5976 * x - 0.07056 * x * x * x));
  return Math.max(0, x * below + 0.3989423 * Math.exp(-0.5 * x * x));
});
