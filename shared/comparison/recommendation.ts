import type { Reason } from '../model/index.ts';
import { parsePolicy } from '../policy/index.ts';
import { invalidDocument } from '../presentation/index.ts';
import type { Trial } from '../rules/index.ts';
import {
  type Choice,
  candidatePolicy,
  candidatesFor,
  chosen,
  type DemandSteps,
  optimumOf,
  type Scenario,
  workerRateOf,
} from '../simulation/index.ts';
import { Comparison, type Figures } from './comparison.ts';
import { smallDemandNotes } from './constraints.ts';
import { shortRecordingNote } from './recommended-notes.ts';
import { recommendedPolicy } from './recommended-policy.ts';
import type { Row } from './result.ts';
import type { Sink } from './sink.ts';

/** The results of all rules on the same demand. */
export interface PlayedRules extends Figures {
  readonly choice: Choice<Row>;
  /** The rules that are recommended, in the units of the recording. */
  readonly rules: Trial['rules'];
  /** A policy with these rules. */
  readonly policy: ReturnType<typeof recommendedPolicy>;
}

interface Asked {
  /** Percent that may be lost or late. */
  readonly allowed: number;
}

/** Plays every rule on the same demand, and recommends one. Throws for invalid input, before anything is played. */
export class Recommendation {
  readonly #candidates: readonly Trial[];
  readonly #scenario: Scenario;
  readonly #demand: DemandSteps;
  readonly #allowed: number;
  /** Steps of all simulations together. */
  readonly steps: number;
  readonly min: number;
  /** What makes the figures less meaningful. */
  readonly notes: readonly string[];
  /** Workers that the highest demand needs. */
  readonly #peak: number;
  /** In the units of the recording: what one worker serves in a second. */
  readonly workerRate: number;
  /** Kinds of rules that do not fit the scenario. */
  readonly notPlayed: readonly { readonly name: string; readonly because: Reason }[];

  constructor(scenario: Scenario, demand: DemandSteps, { allowed }: Asked) {
    this.#scenario = scenario;
    this.#demand = demand;
    this.#allowed = allowed;
    const { played, notPlayed } = candidatesFor(scenario, allowed);
    this.#candidates = played;
    this.notPlayed = notPlayed;
    const [first] = this.#candidates.map((each) => this.#comparisonOf(each));
    this.steps = (first?.steps ?? 0) * this.#candidates.length;
    this.min = first?.min ?? 0;
    this.#peak = first?.peak ?? 1;
    const { start, end } = first?.span ?? { start: 0, end: 0 };
    const short = shortRecordingNote((end - start) / 1000, played);
    const small = smallDemandNotes(scenario, this.#peak, { min: this.min, name: 'one worker' });
    this.notes = [...small, ...(short === null ? [] : [short])];
    this.workerRate = Number((workerRateOf(scenario) / (demand.factor ?? 1)).toPrecision(4));
  }

  /** `sinkOf`: the receiver of the steps of a rule, by its name. */
  async played(sinkOf: (name: string) => Sink): Promise<PlayedRules> {
    const rows: Row[] = [];
    const optimum = optimumOf(this.#demand, this.#scenario, this.min);
    let figures: Figures | undefined;
    for (const candidate of this.#candidates) {
      const each = await this.#comparisonOf(candidate).played(() => sinkOf(candidate.name), optimum);
      figures ??= each;
      rows.push(...each.rows.slice(0, 1).map((row) => ({ ...row, name: candidate.name })));
    }
    const choice = chosen(rows, { allowed: this.#allowed, isQueue: this.#scenario.kind === 'queue' });
    const rules = this.#inRecordedUnits().find(({ name }) => name === choice.best.name)?.rules ?? [];
    const { hours, usdPerHour } = figures ?? { hours: 0, usdPerHour: 0 };
    return { rows, hours, usdPerHour, choice, rules, policy: recommendedPolicy(rules, { peak: this.#peak }) };
  }

  /** The demand is scaled for the replay, so what a worker serves is scaled back for the policy. Tasks have no unit. */
  #inRecordedUnits(): readonly Trial[] {
    if (this.#scenario.kind === 'queue') return this.#candidates;
    return candidatesFor({ ...this.#scenario, workerRate: this.workerRate }, this.#allowed).played;
  }

  #comparisonOf(candidate: Trial): Comparison {
    const { policy, scenario } = candidatePolicy(candidate, this.#scenario);
    const parsed = parsePolicy(policy);
    if (!parsed.ok) throw invalidDocument(`The policy of ${candidate.name}`, parsed.faults);
    return new Comparison(parsed.value, scenario, this.#demand);
  }
}
