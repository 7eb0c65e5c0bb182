import { inChunks, inTurns } from '../../model/index.ts';
import { GROUPS_PER_TUNING } from '../../names/index.ts';
import type { EvaluationQueue } from '../ports.ts';

/** Asks for tunings of groups. Never throws: a later evaluation asks for it again. */
export interface TuningRequests {
  /** `due`: the groups, each with the newest reading that its results include, ms since the epoch; 0 without a result. */
  request(due: ReadonlyMap<string, number>): Promise<void>;
}

const MESSAGES_AT_ONCE = 10;
/** A message may be lost, or find too little to learn from. Then the group is asked for again, after twice the wait each time. */
const FIRST_WAIT_MS = 10 * 60_000;
const LONGEST_WAIT_MS = 80 * 60_000;
const MOST_REMEMBERED = 50_000;

interface Asked {
  readonly at: number;
  /** The newest reading that its results included. */
  readonly newest: number;
  /** How long it is not asked for again without a new result. */
  readonly wait: number;
}

/** Requests as messages. It remembers which groups it has asked for, as long as the process runs. */
export class RememberedRequests implements TuningRequests {
  readonly #queue: Pick<EvaluationQueue, 'send'>;
  readonly #clock: () => number;
  readonly #warn: (message: string, cause: unknown) => void;
  readonly #asked = new Map<string, Asked>();

  constructor(
    queue: Pick<EvaluationQueue, 'send'>,
    clock: () => number,
    warn: (message: string, cause: unknown) => void,
  ) {
    this.#queue = queue;
    this.#clock = clock;
    this.#warn = warn;
  }

  async request(due: ReadonlyMap<string, number>): Promise<void> {
    const now = this.#clock();
    const groups = [...due].flatMap(([group, newest]) => (this.#isWaiting(group, newest, now) ? [] : [group]));
    await inTurns(inChunks(groups, GROUPS_PER_TUNING), MESSAGES_AT_ONCE, async (some) => {
      try {
        await this.#queue.send(some);
        for (const group of some) this.#note(group, due.get(group) ?? 0, now);
      } catch (cause) {
        this.#warn(`could not queue tunings of ${some.join(', ')}`, cause);
      }
    });
  }

  #isWaiting(group: string, newest: number, now: number): boolean {
    const last = this.#asked.get(group);
    return last !== undefined && now - last.at < (newest === last.newest ? last.wait : FIRST_WAIT_MS);
  }

  #note(group: string, newest: number, now: number): void {
    const last = this.#asked.get(group);
    if (!last && this.#asked.size >= MOST_REMEMBERED) this.#asked.clear();
    const isWithoutResult = newest === last?.newest;
    this.#asked.set(group, {
      at: now,
      newest,
      wait: isWithoutResult ? Math.min(2 * last.wait, LONGEST_WAIT_MS) : FIRST_WAIT_MS,
    });
  }
}
