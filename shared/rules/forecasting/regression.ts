/** The weight of an example halves within this many seconds. */
const HALF_LIFE = 43_200;
/** Without new information, uncertainty would grow without limit; this is the limit. */
const MOST_DOUBT = 1e6;
const FIRST_DOUBT = 10;

/**
 * Learns a figure as a weighted sum of others, one example after the other, forgetting slowly.
 * Recursive least squares: S. Haykin, Adaptive Filter Theory, chapter on RLS.
 */
export class Regression {
  readonly weights: Float64Array;
  readonly #size: number;
  readonly #doubt: Float64Array;
  readonly #gain: Float64Array;
  readonly #keep: number;

  /** `first`: the input that is taken for the answer before anything is learnt. */
  constructor(size: number, first: number, step: number) {
    this.#size = size;
    this.weights = new Float64Array(size);
    this.weights[first] = 1;
    this.#doubt = new Float64Array(size * size);
    for (let i = 0; i < size; i += 1) this.#doubt[i * size + i] = FIRST_DOUBT;
    this.#gain = new Float64Array(size);
    this.#keep = 0.5 ** (step / HALF_LIFE);
  }

  /** `weight`: how much this example counts. */
  learn(inputs: Float64Array, answer: number, weight: number): void {
    const n = this.#size;
    const doubt = this.#doubt;
    const gain = this.#gain;
    let total = this.#keep / weight;
    for (let i = 0; i < n; i += 1) {
      let sum = 0;
      for (let j = 0; j < n; j += 1) sum += (doubt[i * n + j] as number) * (inputs[j] as number);
      gain[i] = sum;
      total += (inputs[i] as number) * sum;
    }
    const miss = (answer - weighted(this.weights, inputs)) / total;
    let most = 0;
    for (let i = 0; i < n; i += 1) {
      const own = gain[i] as number;
      this.weights[i] = (this.weights[i] as number) + own * miss;
      for (let j = 0; j <= i; j += 1) {
        const left = ((doubt[i * n + j] as number) - (own * (gain[j] as number)) / total) / this.#keep;
        doubt[i * n + j] = left;
        doubt[j * n + i] = left;
      }
      most = Math.max(most, doubt[i * n + i] as number);
    }
    if (most > MOST_DOUBT) for (let i = 0; i < n * n; i += 1) doubt[i] = ((doubt[i] as number) * MOST_DOUBT) / most;
  }
}

export function weighted(weights: ArrayLike<number>, inputs: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < inputs.length; i += 1) sum += (weights[i] ?? 0) * (inputs[i] as number);
  return sum;
}
