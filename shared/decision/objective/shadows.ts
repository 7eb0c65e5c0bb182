import { CANDIDATES, COARSE, HOLDS, nextCapacity, WANTS } from './candidates.ts';
import { SlidingMax } from './sliding-max.ts';
import { bootSteps, stepsIn, type Timing, unseenSteps } from './timing.ts';

/** A change of capacity is taken to cost as much as so many seconds of a worker: of two equals, the calmer wins. */
const CHANGE_SECONDS = 75;
/** What was lost and paid fades by half within 12 hours; what was lost also within 3 days, and the worse counts. */
const SHORT = 43_200;
const LONG = 259_200;

/**
 * All candidates run in shadow: demand does not depend on the group, so what each would have had ready, lost and paid is
 * known exactly. Workers serve once they have booted, and a shrink takes the youngest first: so those ready are the
 * fewest that were wanted since a worker that is ready now was launched.
 */
export class Shadows {
  readonly lost = new Float64Array(CANDIDATES.length);
  readonly lostLong = new Float64Array(CANDIDATES.length);
  readonly paid = new Float64Array(CANDIDATES.length);
  demand = 0;
  demandLong = 0;
  readonly #holds: readonly SlidingMax[];
  readonly #held = new Float64Array(WANTS.length * HOLDS.length);
  /** Capacities of the last decisions, round a ring. */
  readonly #ring: readonly Float64Array[];
  readonly #ready = new Float64Array(CANDIDATES.length);
  readonly #boot: number;
  readonly #unseen: number;
  readonly #fade: number;
  readonly #fadeLong: number;
  readonly #drain: number;
  readonly #change: number;
  #decisions = 0;

  constructor(timing: Timing) {
    const { step, drain } = timing;
    this.#boot = bootSteps(timing);
    this.#unseen = unseenSteps(timing);
    this.#fade = 0.5 ** (step / SHORT);
    this.#fadeLong = 0.5 ** (step / LONG);
    this.#drain = drain / step;
    this.#change = CHANGE_SECONDS / step;
    this.#holds = HOLDS.map((hold) => new SlidingMax(stepsIn(hold, timing), WANTS.length));
    this.#ring = Array.from({ length: this.#boot + this.#unseen + 2 }, () =>
      new Float64Array(CANDIDATES.length).fill(1),
    );
  }

  /** The next step's decisions, by {@link WANTS}. */
  decide(wants: Float64Array): void {
    const held = this.#held;
    this.#holds.forEach((each, index) => {
      each.add(wants, held, index * WANTS.length);
    });
    const before = this.#capacities(1);
    const now = this.#capacities(0);
    const group = held.length;
    COARSE.forEach((coarse, index) => {
      for (let i = 0; i < group; i += 1) {
        const own = index * group + i;
        const wanted = wants[i % WANTS.length] as number;
        now[own] = nextCapacity(before[own] as number, wanted, held[i] as number, coarse);
      }
    });
    this.#decisions += 1;
  }

  /** What demand was in the next step that can be seen. `uneven`: how far demand within the step strays from its mean. */
  settle(demand: number, uneven: number): void {
    // The newest decision that was in force then lies so many back; those before it must be known for the whole boot.
    const back = this.#unseen + 1;
    if (this.#decisions < back + this.#boot) return;
    const now = this.#capacities(back);
    const before = this.#capacities(back + 1 > this.#ring.length ? back : back + 1);
    const ready = this.#ready;
    ready.set(now);
    for (let ago = 1; ago <= this.#boot; ago += 1) lower(ready, this.#capacities(back + ago));
    this.demand = this.demand * this.#fade + demand;
    this.demandLong = this.demandLong * this.#fadeLong + demand;
    for (let i = 0; i < ready.length; i += 1) {
      const lost = missing(demand - (ready[i] as number), uneven);
      const capacity = now[i] as number;
      const change = capacity - (before[i] as number);
      this.lost[i] = (this.lost[i] as number) * this.#fade + lost;
      this.lostLong[i] = (this.lostLong[i] as number) * this.#fadeLong + lost;
      const extra = change === 0 ? 0 : this.#change - Math.min(0, change) * this.#drain;
      this.paid[i] = (this.paid[i] as number) * this.#fade + capacity + extra;
    }
  }

  /** The share of demand that a candidate would have lost lately, the worse of the two memories. */
  shareLost(candidate: number): number {
    if (this.demand <= 0) return 0;
    return Math.max(
      (this.lost[candidate] as number) / this.demand,
      (this.lostLong[candidate] as number) / this.demandLong,
    );
  }

  /** Capacities as decided `back` decisions ago; 0 is the one to be made next. */
  #capacities(back: number): Float64Array {
    const size = this.#ring.length;
    return this.#ring[(((this.#decisions - back) % size) + size) % size] as Float64Array;
  }
}

function lower(least: Float64Array, other: Float64Array): void {
  for (let i = 0; i < least.length; i += 1) {
    const value = other[i] as number;
    if (value < (least[i] as number)) least[i] = value;
  }
}

/** The mean of what is above capacity, when demand strays normally around its mean; `short` is mean less capacity. */
function missing(short: number, uneven: number): number {
  if (uneven <= 0 || short > 3 * uneven) return short > 0 ? short : 0;
  if (short < -3 * uneven) return 0;
  const x = short / uneven;
  const below = 1 / (1 + Math.exp(-1.5976 * x - 0.07056 * x * x * x));
  return uneven * Math.max(0, x * below + 0.3989423 * Math.exp(-0.5 * x * x));
}
