/**
 * The recommender of the Kubernetes Vertical Pod Autoscaler, written from its source as plainly as possible, as a reference:
 * https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler/pkg/recommender
 * Samples come one by one, old ones are subtracted, and weights grow with time until they are scaled down.
 */
const RATIO = 1.05;
const HALF_LIFE = 86_400_000;
const DAY = 86_400_000;
const EPSILON = 0.0001;
const MAX_DECAY_EXPONENT = 100;

/** util/histogram.go and util/decaying_histogram.go, with all bucket boundaries in a list. */
export class DecayingHistogram {
  readonly #starts: number[] = [0];
  readonly #weights: number[];
  #reference = Number.NEGATIVE_INFINITY;

  constructor(max: number, first: number) {
    for (let width = first; (this.#starts.at(-1) ?? 0) < max; width *= RATIO) {
      this.#starts.push((this.#starts.at(-1) ?? 0) + width);
    }
    this.#weights = this.#starts.map(() => 0);
  }

  add(value: number, weight: number, at: number): void {
    this.#change(value, weight * this.#decayFactor(at));
  }

  subtract(value: number, weight: number, at: number): void {
    this.#change(value, -weight * this.#decayFactor(at));
  }

  percentile(share: number): number {
    const full = this.#weights.map((weight) => (weight < EPSILON ? 0 : weight));
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0);
    const last = full.findLastIndex((weight) => weight > 0);
    if (last < 0) return 0;
    let [sum, bucket] = [0, 0];
    for (; bucket < last; bucket++) {
      sum += this.#weights[bucket] ?? 0;
      if (sum >= share * total && sum > 0) break;
    }
    return this.#starts[bucket + 1] ?? this.#starts[bucket] ?? 0;
  }

  #change(value: number, weight: number): void {
    const bucket = this.#starts.findLastIndex((start) => start <= value);
    const changed = (this.#weights[bucket] ?? 0) + weight;
    this.#weights[bucket] = changed < EPSILON ? 0 : changed;
  }

  #decayFactor(at: number): number {
    if (at > this.#reference + HALF_LIFE * MAX_DECAY_EXPONENT) {
      const next = Math.round(at / HALF_LIFE) * HALF_LIFE;
      this.#weights.forEach((weight, bucket) => {
        this.#weights[bucket] = weight * 2 ** ((this.#reference - next) / HALF_LIFE);
      });
      this.#reference = next;
    }
    return 2 ** ((at - this.#reference) / HALF_LIFE);
  }
}

/** `addMemorySample` in model/container.go: a sample above the peak of its day replaces it. */
export class MemoryPeaks {
  readonly #histogram: DecayingHistogram;
  #windowEnd = 0;
  #peak = 0;

  constructor(histogram: DecayingHistogram) {
    this.#histogram = histogram;
  }

  add(value: number, at: number): void {
    if (this.#windowEnd === 0) this.#windowEnd = at;
    if (at < this.#windowEnd) {
      if (value <= this.#peak || this.#peak === 0) return;
      this.#histogram.subtract(this.#peak, 1, this.#windowEnd);
    } else {
      this.#windowEnd += Math.floor((at - this.#windowEnd) / DAY) * DAY + DAY;
    }
    this.#peak = value;
    this.#histogram.add(value, 1, this.#windowEnd);
  }
}
