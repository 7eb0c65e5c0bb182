/** From this, a process computes the time of a chaos run: the variable `HEADCOUNT_CHAOS_CLOCK`, as JSON. */
export interface ClockSetting {
  /** The real time, in ms since the epoch, at which the time of the run was the same. */
  readonly origin: number;
  /** Seconds of the run for each real second. */
  readonly speed: number;
  /** Ms that are added: the error of the process's clock, and the time by which the run was moved on. */
  readonly offset: number;
}

export const CLOCK_VARIABLE = 'HEADCOUNT_CHAOS_CLOCK';

export const shiftedTime = ({ origin, speed, offset }: ClockSetting, real: number): number =>
  Math.round(origin + (real - origin) * speed + offset);

/**
 * The time of a run. It passes faster than real time, so that leases and drains end within seconds, and it can be moved on.
 * `preload.ts` gives it to every process, because the product has no switch for that.
 */
export class ChaosClock {
  readonly #origin = Date.now();
  readonly #speed: number;
  #offset = 0;

  constructor(speed: number) {
    this.#speed = speed;
  }

  readonly now = (): number => shiftedTime(this.setting(), Date.now());

  moveOn(seconds: number): void {
    this.#offset += seconds * 1000;
  }

  /** The environment of a process whose clock has an error of so many seconds. */
  environment(skewSeconds: number): Record<string, string> {
    return {
      [CLOCK_VARIABLE]: JSON.stringify(this.setting(skewSeconds * 1000)),
      NODE_OPTIONS: `--import=${new URL('preload.ts', import.meta.url)}`,
    };
  }

  /** Of a clock with an error of so many ms. */
  setting(skew = 0): ClockSetting {
    return { origin: this.#origin, speed: this.#speed, offset: this.#offset + skew };
  }
}
