import type { Decision } from '../../decision/index.ts';
import { phrase, sentence } from '../../presentation/index.ts';
import type { DecisionData, PlayData } from '../data.ts';
import type { Words } from '../words.ts';
import { MostTelling } from './most-telling.ts';

/** More than anybody looks at, and few enough for a page below 2 MB. */
const MOST_CHANGES = 1500;
const MOST_HELD = 500;
/** The same obstacle within so long is told as one. */
const SAME_MS = 600_000;

/** What a page has of a play's decisions. */
export type Decisions = Pick<PlayData, 'decisions' | 'told'>;

interface Told {
  readonly decision: Decision;
  readonly at: number;
  until: number;
  times: number;
}

/** What became of the size, decision by decision: changes, and what kept it from changing. Those without either are left out. */
export class DecisionLog {
  readonly #changes = new MostTelling<Told>(MOST_CHANGES, ({ decision }) => Math.abs(decision.change));
  readonly #held = new MostTelling<Told>(MOST_HELD, ({ at, until }) => until - at);
  /** Decisions in a row that the same thing held back. */
  #row: Told | undefined;

  add(decision: Decision, at: number): void {
    const row = this.#row;
    if (decision.change !== 0) {
      this.#endRow();
      this.#changes.add({ decision, at, until: at, times: 1 });
    } else if (decision.blockedBy !== null) {
      if (row?.decision.blockedBy === decision.blockedBy && at - row.until <= SAME_MS) {
        row.until = at;
        row.times += 1;
      } else {
        this.#endRow();
        this.#row = { decision, at, until: at, times: 1 };
      }
    }
  }

  /** For the page, within a number of characters about; the words go to `words`. */
  data(words: Words, budget: number): Decisions {
    this.#endRow();
    for (let share = 1; ; share /= 2) {
      const mark = words.mark();
      const changes = this.#changes.kept(Math.ceil(MOST_CHANGES * share));
      const held = this.#held.kept(Math.ceil(MOST_HELD * share));
      const decisions = [...changes, ...held]
        .sort((one, other) => one.at - other.at)
        .map((told) => dataOf(told, words));
      if (share > 1 / 64 && words.since(mark) + JSON.stringify(decisions).length > budget) {
        words.back(mark);
        continue;
      }
      return {
        decisions,
        told: {
          changes: { made: this.#changes.made, kept: changes.length },
          held: { made: this.#held.made, kept: held.length },
        },
      };
    }
  }

  #endRow(): void {
    if (this.#row) this.#held.add(this.#row);
    this.#row = undefined;
  }
}

const dataOf = ({ decision, at, until, times }: Told, words: Words): DecisionData => ({
  at,
  until,
  times,
  from: decision.current,
  to: decision.desired,
  proposal: decision.proposal,
  blockedBy: decision.blockedBy,
  reason: words.placeOf(sentence(decision.reason)),
  trace: decision.trace.map((entry) => [
    words.placeOf(entry.stage),
    entry.proposed,
    words.placeOf(phrase(entry.reason)),
  ]),
});
