import type { Figures, Sink } from '../comparison/index.ts';
import { rowOf, scored } from '../comparison/index.ts';
import { invalidDocument } from '../presentation/index.ts';
import { type DemandSteps, optimumHours, type Play, replayOf, type Scenario, type Score } from '../simulation/index.ts';
import type { Candidate } from './policies.ts';

/** Policies on the same demand, each in a play of its own. What is wrong is thrown before anything is played. */
export class Replays {
  /** Workers that are always there, in every play: the optimum is held to no more. */
  readonly min: number;
  readonly #scenario: Scenario;
  readonly #demand: DemandSteps;
  readonly #plays: readonly { readonly name: string; readonly play: Play; readonly told: { sink?: Sink } }[];

  constructor(candidates: readonly Candidate[], scenario: Scenario, demand: DemandSteps) {
    this.#scenario = scenario;
    this.#demand = demand;
    this.#plays = candidates.map(({ name, title, policy }) => {
      const told: { sink?: Sink } = {};
      const play = replayOf(policy, scenario, demand, (decision) => told.sink?.decided(decision));
      if (!play.ok) throw invalidDocument(`The scenario of ${title}`, play.faults);
      return { name, play: play.value, told };
    });
    this.min = Math.min(...this.#plays.map(({ play }) => play.bounds.min));
  }

  /** To be asked once. `sinkOf`: who is to be told of the play of this name. */
  async played(sinkOf: (name: string) => Sink): Promise<Figures> {
    const scores: { name: string; score: Score }[] = [];
    for (const { name, play, told } of this.#plays) {
      told.sink = sinkOf(name);
      scores.push({ name, score: await scored(play, told.sink) });
    }
    const best = optimumHours(this.#demand, this.#scenario, this.min);
    return { rows: scores.map(({ name, score }) => rowOf(name, score, best)), hours: scores[0]?.score.hours ?? 0 };
  }
}
