import { FORECASTS, STATES } from '../../forecasting/index.ts';
import type { SpreadName } from './spreads.ts';

export const HALF_LIVES = { quick: 3600, slow: 14_400, state: 43_200 } as const satisfies Record<
  SpreadName | 'slow',
  number
>;

const LEAST_MISSES = 40;
const LEAST_IN_STATE = 30;

/** Errors of random demand grow with its square root. Dividing by this scale makes low and high demand comparable. */
export const scaleOf = (forecast: number): number => Math.sqrt(forecast + 0.5);

/** The squared error of a forecast, relative to its scale. Only demand above it counts; doubled to include the other side. */
export function missOf(forecast: number, demand: number): number {
  const above = Math.max(0, demand - forecast) / scaleOf(forecast);
  return 2 * above * above;
}

/** The usual errors of all forecasts, as fading means of squares. */
export class Spreads {
  readonly #keep: Readonly<Record<SpreadName | 'slow', number>>;
  readonly #quick = new Float64Array(FORECASTS.length);
  readonly #slow = new Float64Array(FORECASTS.length);
  readonly #seen = new Float64Array(FORECASTS.length);
  readonly #states = new Float64Array(FORECASTS.length * STATES);
  readonly #seenIn = new Float64Array(FORECASTS.length * STATES);

  constructor(step: number) {
    const keep = (name: keyof typeof HALF_LIVES) => 0.5 ** (step / HALF_LIVES[name]);
    this.#keep = { quick: keep('quick'), slow: keep('slow'), state: keep('state') };
  }

  add(forecast: number, state: number, squared: number): void {
    const seen = (this.#seen[forecast] as number) + 1;
    this.#seen[forecast] = seen;
    this.#quick[forecast] = faded(this.#quick[forecast] as number, squared, this.#keep.quick, seen);
    this.#slow[forecast] = faded(this.#slow[forecast] as number, squared, this.#keep.slow, seen);
    const cell = forecast * STATES + state;
    const seenIn = (this.#seenIn[cell] as number) + 1;
    this.#seenIn[cell] = seenIn;
    this.#states[cell] = faded(this.#states[cell] as number, squared, this.#keep.state, seenIn);
  }

  /** The expected squared error; negative if there is too little history. */
  of(forecast: number, spread: SpreadName, state: number): number {
    if ((this.#seen[forecast] as number) < LEAST_MISSES) return -1;
    if (spread === 'quick') return this.#quick[forecast] as number;
    const cell = forecast * STATES + state;
    const isRare = (this.#seenIn[cell] as number) < LEAST_IN_STATE;
    return (isRare ? this.#slow[forecast] : this.#states[cell]) as number;
  }
}

/** A plain mean at first, later a mean in which older values fade. */
export function faded(mean: number, value: number, keep: number, seen: number): number {
  const kept = Math.min(keep, 1 - 1 / seen);
  return mean * kept + value * (1 - kept);
}
