import type { Decision } from '../../decision/index.ts';
import { phrase, phraseIn, sentence } from '../../presentation/index.ts';
import type { DecisionData, PlayData } from '../data.ts';
import type { Texts } from '../texts.ts';
import { MostSignificant } from './most-significant.ts';

/** Enough for a reader, and few enough for a page below 2 MB. */
const MAX_CHANGES = 1500;
const MAX_HELD = 500;
/** Decisions blocked by the same constraint within this time count as one. */
const SAME_MS = 600_000;

/** The part of a play's data that describes its decisions. */
export type Decisions = Pick<PlayData, 'decisions' | 'counts'>;

interface LoggedDecision {
  readonly decision: Decision;
  readonly at: number;
  until: number;
  times: number;
}

/** Collects decisions that changed the capacity, and those that a constraint kept from changing it. Ignores other decisions. */
export class DecisionLog {
  readonly #changes = new MostSignificant<LoggedDecision>(MAX_CHANGES, ({ decision }) => Math.abs(decision.change));
  readonly #held = new MostSignificant<LoggedDecision>(MAX_HELD, ({ at, until }) => until - at);
  /** Consecutive decisions blocked by the same constraint. */
  #row: LoggedDecision | undefined;

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

  /** Data for the page, within approximately `budget` characters. Adds the texts to `texts`. */
  data(texts: Texts, budget: number): Decisions {
    this.#endRow();
    for (let share = 1; ; share /= 2) {
      const mark = texts.mark();
      const changes = this.#changes.kept(Math.ceil(MAX_CHANGES * share));
      const held = this.#held.kept(Math.ceil(MAX_HELD * share));
      const decisions = [...changes, ...held]
        .sort((one, other) => one.at - other.at)
        .map((logged) => dataOf(logged, texts));
      if (share > 1 / 64 && texts.since(mark) + JSON.stringify(decisions).length > budget) {
        texts.back(mark);
        continue;
      }
      return {
        decisions,
        counts: {
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

const dataOf = ({ decision, at, until, times }: LoggedDecision, texts: Texts): DecisionData => ({
  at,
  until,
  times,
  from: decision.current,
  to: decision.desired,
  proposal: decision.proposal,
  blockedBy: decision.blockedBy,
  reason: texts.indexOf(sentence(decision.reason)),
  trace: decision.trace.map((entry) => [
    texts.indexOf(entry.stage),
    entry.proposed,
    texts.indexOf(phraseIn(decision, phrase)(entry.reason)),
  ]),
});
