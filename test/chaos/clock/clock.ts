/** What a process must know to see the time of a chaos run: `HEADCOUNT_CHAOS_CLOCK`, as JSON. */
export interface ClockSetting {
  /** Real ms since the epoch at which the run's time was the real one. */
  readonly origin: number;
  /** Seconds of the run in a real one. */
  readonly speed: number;
  /** By how many ms this process's clock is wrong, or the run has been moved on. */
  readonly offset: number;
}

export const CLOCK_VARIABLE = 'HEADCOUNT_CHAOS_CLOCK';

export const shiftedTime = ({ origin, speed, offset }: ClockSetting, real: number): number =>
  Math.round(origin + (real - origin) * speed + offset);

/**
 * Time of a run: it passes faster than the real one, so that leases run out and drains end while people watch, and can
 * be moved on. Every process sees it through `preload.ts`: the product has no such switch.
 */
export class ChaosClock {
  readonly #origin = Date.now();
  readonly #speed: number;
  #offset = 0;

  constructor(speed: number) {
    this.#speed = speed;
  }

  readonly now = (): number => shiftedTime(this.#setting(0), Date.now());

  moveOn(seconds: number): void {
    this.#offset += seconds * 1000;
  }

  /** The environment of a process whose clock is wrong by so many seconds. */
  environment(skewSeconds: number): Record<string, string> {
    return {
      [CLOCK_VARIABLE]: JSON.stringify(this.#setting(skewSeconds * 1000)),
      NODE_OPTIONS: `--import=${new URL('preload.ts', import.meta.url)}`,
    };
  }

  #setting(skew: number): ClockSetting {
    return { origin: this.#origin, speed: this.#speed, offset: this.#offset + skew };
  }
}
