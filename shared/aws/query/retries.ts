import { type Passing, passing } from '../../model/index.ts';

/** The retry mode `standard` of the SDKs: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const BUDGET = 500;
const COST: Readonly<Record<Passing, number>> = { throttling: 5, transient: 14 };
const FIRST_PAUSE_MS: Readonly<Record<Passing, number>> = { throttling: 1000, transient: 50 };
const LONGEST_PAUSE_MS = 20_000;
/** A call has no further attempt after this time, in ms. An evaluation has 120 s for several calls, and one service that hangs must not use them up. */
const MOST_MS = 20_000;

/** Retries of all calls of a service. They share a budget, so that a service that fails is not called ever more often. */
export class Retries {
  readonly #attempts: number;
  readonly #mostMs: number;
  #budget = BUDGET;

  constructor(attempts: number, mostMs: number = MOST_MS) {
    this.#attempts = attempts;
    this.#mostMs = mostMs;
  }

  /**
   * What `attempt` returns in the end. Throws its last error if it does not pass, or once the attempts, the time or the budget
   * are used up.
   */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    const until = performance.now() + this.#mostMs;
    let cost = 1;
    for (let retries = 0; ; retries++) {
      try {
        const answer = await attempt();
        this.#budget = Math.min(BUDGET, this.#budget + cost);
        return answer;
      } catch (error) {
        const kind = passing(error);
        if (kind === undefined || retries + 1 >= this.#attempts || this.#budget < COST[kind]) throw error;
        const pauseMs = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS[kind] * 2 ** retries);
        if (performance.now() + pauseMs >= until) throw error;
        cost = COST[kind];
        this.#budget -= cost;
        await pause(pauseMs);
      }
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
