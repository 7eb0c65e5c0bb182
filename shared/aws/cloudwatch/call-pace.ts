import { passing } from '../../model/index.ts';

/** Three calls a second: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html (PutMetricAlarm) */
const SHORTEST_MS = 1000 / 3;
const LONGEST_MS = 5000;
/** Calls that need not wait after a rest. */
const BURST = 3;
const [SLOWER, FASTER] = [2, 0.95];

export interface PaceUse {
  /** ms since the epoch. */
  readonly clock: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

const NODE: PaceUse = { clock: () => Date.now(), pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/**
 * Makes calls at the rate that AWS allows the account. Other processes make such calls, too. So a throttled call doubles the
 * time between calls, and each success shortens it a little: the processes share the rate.
 */
export class CallPace {
  readonly #use: PaceUse;
  #interval = SHORTEST_MS;
  #next = 0;
  #endsAt = Number.POSITIVE_INFINITY;

  constructor(use: PaceUse = NODE) {
    this.#use = use;
  }

  /** No call is begun, or repeated, after this moment. */
  endsAt(at: number): void {
    this.#endsAt = at;
  }

  /** Whether the time is over. */
  isOver(): boolean {
    return this.#use.clock() >= this.#endsAt;
  }

  /** Repeats the call as long as it is throttled. Throws its last error when the time is over. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    for (;;) {
      await this.#turn();
      try {
        const answer = await call();
        this.#interval = Math.max(SHORTEST_MS, this.#interval * FASTER);
        return answer;
      } catch (error) {
        if (passing(error) !== 'throttling') throw error;
        this.#interval = Math.min(LONGEST_MS, this.#interval * SLOWER);
        this.#next = Math.max(this.#next, this.#use.clock() + this.#interval);
        if (this.#next >= this.#endsAt) throw error;
      }
    }
  }

  async #turn(): Promise<void> {
    const { clock, pause } = this.#use;
    const now = clock();
    const turn = Math.max(this.#next, now - (BURST - 1) * this.#interval);
    this.#next = turn + this.#interval;
    if (turn > now) await pause(turn - now);
  }
}
