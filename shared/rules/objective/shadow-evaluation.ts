import { bootSteps, stepsIn, type Timing, unseenSteps } from '../forecasting/index.ts';
import { CANDIDATES, COARSE, HOLDS, nextCapacity, WANTS } from './candidates.ts';
import { SlidingMax } from './sliding-max.ts';

/** A change of capacity counts as this many seconds of a worker: of two equal strategies the one with fewer changes wins. */
const CHANGE_SECONDS = 200;
/** What was lost and paid fades by half within 12 hours; what was lost also within 3 days, and the worse counts. */
const SHORT = 43_200;
const LONG = 259_200;
/** Decisions on the first readings do not count: the longest mean needs this many seconds. */
const FIRST = 300;

/**
 * All candidates run in shadow: demand does not depend on the group, so what each would have had ready, lost and paid is
 * known exactly. Workers serve once they have booted, and a shrink takes the youngest first: so those ready are the
 * fewest that were wanted since a worker that is ready now was launched.
 */
export class ShadowEvaluation {
  readonly lost = new Float64Array(CANDIDATES.length);
  readonly lostLong = new Float64Array(CANDIDATES.length);
  readonly paid = new Float64Array(CANDIDATES.length);
  demand = 0;
  demandLong = 0;
  readonly #holds: readonly SlidingMax[];
  readonly #held = new Float64Array(WANTS.length * HOLDS.length);
  /** Capacities of the last decisions, round a ring. */
  readonly #ring: readonly Float64Array[];
  /** Fewest workers wanted within a boot up to each of those decisions, round a ring: below 0, to be slid over as highest. */
  readonly #fewest: readonly Float64Array[];
  readonly #negated = new Float64Array(CANDIDATES.length);
  readonly #booting: SlidingMax;
  readonly #boot: number;
  readonly #unseen: number;
  readonly #first: number;
  readonly #fade: number;
  readonly #fadeLong: number;
  readonly #drain: number;
  readonly #change: number;
  #decisions = 0;
  /** Weight of the newest step. */
  #weight = 1;
  #weightLong = 1;

  constructor(timing: Timing) {
    const { step, drain } = timing;
    this.#boot = bootSteps(timing);
    this.#unseen = unseenSteps(timing);
    this.#first = stepsIn(FIRST, timing);
    this.#fade = 0.5 ** (step / SHORT);
    this.#fadeLong = 0.5 ** (step / LONG);
    this.#drain = drain / step;
    this.#change = CHANGE_SECONDS / step;
    this.#holds = HOLDS.map((hold) => new SlidingMax(stepsIn(hold, timing), WANTS.length));
    const ring = () => Array.from({ length: this.#unseen + 3 }, () => new Float64Array(CANDIDATES.length).fill(1));
    this.#ring = ring();
    this.#fewest = ring();
    this.#booting = new SlidingMax(this.#boot + 1, CANDIDATES.length);
  }

  /** The next step's decisions, by {@link WANTS}. */
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
        for (let i = 0; i < WANTS.length; i += 1, own += 1) {
          const capacity = before[own] as number;
          const wanted = wants[i] as number;
          const most = held[first + i] as number;
          // It nearly always stays the same, and checking here costs no call.
          const stays = wanted <= capacity && most >= capacity;
          const next = stays ? capacity : nextCapacity(capacity, wanted, most, coarse);
          now[own] = next;
          negated[own] = -next;
        }
      }
    }
    this.#booting.add(negated, this.#past(this.#fewest, 0), 0);
    this.#decisions += 1;
  }

  /** What demand was in the next step that can be seen. `uneven`: how far demand within the step strays from its mean. */
  settle(demand: number, uneven: number): void {
    // The newest decision that was in force then lies so many back; those before it must be known for the whole boot.
    const back = this.#unseen + 1;
    if (this.#decisions < back + this.#boot + this.#first) return;
    const now = this.#past(this.#ring, back);
    const before = this.#past(this.#ring, back + 1);
    const fewest = this.#past(this.#fewest, back);
    this.#age();
    const weight = this.#weight;
    const weightLong = this.#weightLong;
    this.demand += weight * demand;
    this.demandLong += weightLong * demand;
    for (let i = 0; i < now.length; i += 1) {
      const short = demand + (fewest[i] as number);
      // Most lose nothing in most steps, so there is nothing to add.
      if (short > -STRAYS * uneven) {
        const lost = missing(short, uneven);
        this.lost[i] = (this.lost[i] as number) + weight * lost;
        this.lostLong[i] = (this.lostLong[i] as number) + weightLong * lost;
      }
      const capacity = now[i] as number;
      const change = capacity - (before[i] as number);
      const extra = change === 0 ? 0 : this.#change - Math.min(0, change) * this.#drain;
      this.paid[i] = (this.paid[i] as number) + weight * (capacity + extra);
    }
  }

  /** Older figures fade because newer ones get a growing weight; only ratios matter. Scaled down before it is too large. */
  #age(): void {
    this.#weight /= this.#fade;
    this.#weightLong /= this.#fadeLong;
    if (this.#weight < HEAVY) return;
    for (const sums of [this.lost, this.paid])
      for (let i = 0; i < sums.length; i += 1) sums[i] = (sums[i] as number) / HEAVY;
    this.demand /= HEAVY;
    this.#weight /= HEAVY;
    for (let i = 0; i < this.lostLong.length; i += 1)
      this.lostLong[i] = (this.lostLong[i] as number) / this.#weightLong;
    this.demandLong /= this.#weightLong;
    this.#weightLong = 1;
  }

  /** The share of demand that a candidate would have lost lately, the worse of the two memories. */
  shareLost(candidate: number): number {
    if (this.demand <= 0) return 0;
    return Math.max(
      (this.lost[candidate] as number) / this.demand,
      (this.lostLong[candidate] as number) / this.demandLong,
    );
  }

  /**
   * What none would have served (the least that any lost), by memory: if none meets the objective, they are compared by
   * what they lost beyond that.
   */
  unavoidable(): { readonly lost: number; readonly lostLong: number } {
    return {
      lost: this.lost.reduce((a, b) => Math.min(a, b)),
      lostLong: this.lostLong.reduce((a, b) => Math.min(a, b)),
    };
  }

  /** As {@link shareLost}, of the demand that somebody would have served. */
  shareBeyond(candidate: number, { lost, lostLong }: { readonly lost: number; readonly lostLong: number }): number {
    const share = (own: number, least: number, all: number) => (all > least ? (own - least) / (all - least) : 0);
    return Math.max(
      share(this.lost[candidate] as number, lost, this.demand),
      share(this.lostLong[candidate] as number, lostLong, this.demandLong),
    );
  }

  /** What was kept of the decision `back` before the one to be made next; 0 is that one's own place. */
  #past(ring: readonly Float64Array[], back: number): Float64Array {
    const size = ring.length;
    return ring[(((this.#decisions - back) % size) + size) % size] as Float64Array;
  }
}

/** The mean of what is above capacity, when demand strays normally around its mean; `short` is mean less capacity. */
function missing(short: number, uneven: number): number {
  if (uneven <= 0 || short > STRAYS * uneven) return short > 0 ? short : 0;
  if (short < -STRAYS * uneven) return 0;
  const place = (short / uneven + STRAYS) * PER_UNIT;
  const left = Math.min(place | 0, ABOVE.length - 2);
  const share = place - left;
  return uneven * ((ABOVE[left] as number) * (1 - share) + (ABOVE[left + 1] as number) * share);
}

/** Far below what a number can hold, and a power of two, so that nothing is rounded. */
const HEAVY = 2 ** 64;
/** Deviations beyond three standard deviations are ignored. */
const STRAYS = 3;
const PER_UNIT = 64;
/**
 * The mean of what a normal variable around x, of deviation 1, has above 0: x Φ(x) + φ(x). As a table, since it is asked
 * for thousands of candidates in every step; Φ by its logistic approximation, to 2e-4.
 */
const ABOVE = Float64Array.from({ length: 2 * STRAYS * PER_UNIT + 1 }, (_, place) => {
  const x = place / PER_UNIT - STRAYS;
  const below = 1 / (1 + Math.exp(-1.5976 * x - 0.07056 * x * x * x));
  return Math.max(0, x * below + 0.3989423 * Math.exp(-0.5 * x * x));
});
