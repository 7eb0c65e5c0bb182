import type { Policy } from '../policy/index.ts';
import { invalidDocument } from '../presentation/index.ts';
import {
  costingOf,
  type DecisionSink,
  type DemandSteps,
  demandExtent,
  type MarketPrices,
  type Optimum,
  optimumOf,
  type Play,
  replayOf,
  type Scenario,
  type Score,
} from '../simulation/index.ts';
import { type Compared, comparedNotes, comparedWith } from './compared.ts';
import { Constraints, smallDemandNotes } from './constraints.ts';
import { allowedLostOf, type Row, rowOf, usdPerHourOf } from './result.ts';
import { needsPossiblePeak, needsScoredTime, scored } from './scored.ts';
import type { Sink } from './sink.ts';

export interface Figures {
  readonly rows: readonly Row[];
  /** Hours that were scored. */
  readonly hours: number;
  /** Dollars of a worker-hour on average; 0 without prices. */
  readonly usdPerHour: number;
}

export const POLICY = 'policy';
/** The same policy without its warm pool. */
const WITHOUT_POOL = 'policy without its warm pool';
const NOBODY: Sink = { decided: () => {}, step: () => {} };

/** Simulates a policy and other autoscalers on the same demand. The constructor throws for invalid input. */
export class Comparison {
  /** Steps of all simulations together. */
  readonly steps: number;
  /** The first and the last moment, ms since the epoch. */
  readonly span: { readonly start: number; readonly end: number };
  /** What the figures of the others don't show. */
  readonly notes: readonly string[];
  /** Workers that are always there. */
  readonly min: number;
  /** Workers that the highest demand needs. */
  readonly peak: number;
  readonly #own: Play;
  readonly #withoutPool: Play | null;
  readonly #others: readonly Compared[];
  readonly #bounds: Play['bounds'];
  readonly #allowedLost: number;
  readonly #rosterOf: () => Pick<Play, 'roster'>;
  readonly constraints = new Constraints();
  #sink: Sink = NOBODY;

  /** `names`: the value of `--compare`. `market`: prices beside those of the policy and of the scenario. */
  constructor(policy: Policy, scenario: Scenario, demand: DemandSteps, names = '', market: MarketPrices = {}) {
    const { count, peak } = demandExtent(demand, scenario);
    this.span = { start: demand.start, end: demand.start + count * scenario.tick * 1000 };
    this.peak = peak;
    needsScoredTime(scenario, count * scenario.tick);
    needsPossiblePeak(scenario, peak);
    this.#others = comparedWith(names, scenario, peak);
    const onDecision: DecisionSink = (decision) => {
      this.constraints.decided(decision);
      this.#sink.decided(decision);
    };
    this.#own = playOf(policy, scenario, demand, onDecision, market);
    this.#withoutPool = this.#own.pool
      ? playOf(policy, scenario, demand, undefined, market, { withPool: false })
      : null;
    this.#bounds = policy.capacity;
    this.#allowedLost = allowedLostOf(policy);
    // The others launch the same types in the same markets.
    const costing = costingOf(policy, scenario, market, demand.start);
    this.#rosterOf = () => (costing ? { roster: costing.workers() } : {});
    this.min = this.#own.bounds.min;
    this.notes = [
      ...smallDemandNotes(scenario, peak, { min: this.min, name: `capacity.min, ${this.min}` }),
      ...comparedNotes(
        this.#others.map(({ name }) => name),
        count * scenario.tick,
      ),
    ];
    this.steps = count * (1 + this.#others.length + (this.#withoutPool ? 1 : 0));
  }

  /**
   * Call it once. `sinkOf` returns the receiver of a simulation's decisions and steps, by its name. `known`: the optimum, if
   * it was computed for another policy with the same minimum.
   */
  async played(sinkOf: (name: string) => Sink, known?: Optimum): Promise<Figures> {
    const { scenario, demand, initial } = this.#own;
    this.#sink = sinkOf(POLICY);
    const own = await scored(this.#own, this.#sink);
    const optimum = known ?? optimumOf(demand, scenario, this.min);
    const row = (name: string, score: Score): Row => rowOf(name, score, optimum, this.#allowedLost);
    const rows = [row(POLICY, own)];
    const usdPerHour = usdPerHourOf(own, scenario);
    if (this.#withoutPool) {
      rows.push(row(WITHOUT_POOL, await scored(this.#withoutPool, sinkOf(WITHOUT_POOL))));
    }
    for (const { name, controller } of this.#others) {
      const start = initial === undefined ? {} : { initial };
      const other: Play = { scenario, demand, controller, bounds: this.#bounds, ...start, ...this.#rosterOf() };
      rows.push(row(name, await scored(other, sinkOf(name))));
    }
    return { rows, hours: own.hours, usdPerHour };
  }
}

function playOf(...args: Parameters<typeof replayOf>): Play {
  const replay = replayOf(...args);
  if (!replay.ok) throw invalidDocument('The scenario', replay.faults);
  return replay.value;
}
