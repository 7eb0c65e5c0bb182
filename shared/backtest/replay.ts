import type { Figures, Sink } from '../comparison/index.ts';
import { allowedLostOf, rowOf, scored, usdPerHourOf } from '../comparison/index.ts';
import { invalidDocument } from '../presentation/index.ts';
import {
  type DemandSteps,
  type MarketPrices,
  optimumOf,
  type Play,
  replayOf,
  type Scenario,
  type Score,
} from '../simulation/index.ts';
import type { Candidate } from './policies.ts';

/** Replays policies on the same demand, one simulation each. The constructor throws for invalid input. */
export class Replays {
  /** The workers that are always there, in every replay. The optimum must have them too. */
  readonly min: number;
  readonly #scenario: Scenario;
  readonly #demand: DemandSteps;
  readonly #plays: readonly {
    readonly name: string;
    readonly play: Play;
    readonly receiver: { sink?: Sink };
    readonly allowedLost: number;
  }[];

  constructor(candidates: readonly Candidate[], scenario: Scenario, demand: DemandSteps, market: MarketPrices) {
    this.#scenario = scenario;
    this.#demand = demand;
    this.#plays = candidates.map(({ name, title, policy }) => {
      const receiver: { sink?: Sink } = {};
      const play = replayOf(policy, scenario, demand, (decision) => receiver.sink?.decided(decision), market);
      if (!play.ok) throw invalidDocument(`The scenario of ${title}`, play.faults);
      return { name, play: play.value, receiver, allowedLost: allowedLostOf(policy) };
    });
    this.min = Math.min(...this.#plays.map(({ play }) => play.bounds.min));
  }

  /** Call it once. `sinkOf` returns the receiver of a simulation's decisions and steps, by its name. */
  async played(sinkOf: (name: string) => Sink): Promise<Figures> {
    const scores: { name: string; score: Score; allowedLost: number }[] = [];
    for (const { name, play, receiver, allowedLost } of this.#plays) {
      receiver.sink = sinkOf(name);
      scores.push({ name, allowedLost, score: await scored(play, receiver.sink) });
    }
    const optimum = optimumOf(this.#demand, this.#scenario, this.min);
    return {
      rows: scores.map(({ name, score, allowedLost }) => rowOf(name, score, optimum, allowedLost)),
      hours: scores[0]?.score.hours ?? 0,
      usdPerHour: usdPerHourOf(scores[0]?.score, this.#scenario),
    };
  }
}
