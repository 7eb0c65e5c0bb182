import type { Sink } from '../../comparison/index.ts';
import type { Decision } from '../../decision/index.ts';
import { billedIn, type Scenario, type Tick, ticksIn } from '../../simulation/index.ts';
import type { PageData, PlayData } from '../data.ts';
import { Words } from '../words.ts';
import { Buckets } from './buckets.ts';
import { DecisionLog, type Decisions } from './decision-log.ts';
import { OptimumLevels } from './optimum-levels.ts';

/** Characters that lines and decisions may take together, so that the page with its script stays below 2 MB. */
const BUDGET = 1_250_000;
/** However many lines there are, decisions may take so much. */
const LEAST_FOR_DECISIONS = 200_000;

/** Takes plays of one demand in, step by step, as a page shows them. Memory does not grow with their length. */
export class PageRecorder {
  readonly #scenario: Scenario;
  readonly #demand = new Buckets({ mean: 'mean', least: 'least', most: 'most' });
  readonly #optimum = new Buckets({ level: 'mean' });
  readonly #levels: OptimumLevels | undefined;
  readonly #plays: PlayRecorder[] = [];
  #start: number | undefined;

  /** `min`: workers that are always there, of whoever knows the demand in advance. */
  constructor(scenario: Scenario, { min }: { readonly min: number }) {
    this.#scenario = scenario;
    if (scenario.kind === 'queue') return;
    const overhead = ticksIn(scenario.boot, scenario) + ticksIn(scenario.drain, scenario);
    this.#levels = new OptimumLevels(overhead, min, (level) => this.#optimum.add({ level }));
  }

  /** Who is to be told of the play of this name; the first is the one the page is about, and tells the demand. */
  play(name: string): Sink {
    const isFirst = this.#plays.length === 0;
    const play = new PlayRecorder(name, this.#scenario);
    this.#plays.push(play);
    if (!isFirst) return play;
    return {
      decided: (decision) => play.decided(decision),
      step: (tick) => {
        this.#arrived(tick);
        play.step(tick);
      },
    };
  }

  /** To be asked once, when all plays are over. */
  data(): PageData {
    this.#levels?.end();
    const { kind, tick, hourlyUsd, burnIn } = this.#scenario;
    const demand = this.#demand;
    const words = new Words();
    const lines = this.#plays.map((play) => play.lines());
    const left = Math.max(LEAST_FOR_DECISIONS, BUDGET - JSON.stringify(lines).length);
    const deciding = Math.max(1, this.#plays.filter((play) => play.decides).length);
    const decisions = this.#plays.map((play) => play.decisions(words, left / deciding));
    return {
      kind,
      start: this.#start ?? 0,
      tick,
      width: demand.width,
      steps: demand.steps,
      burnIn: ticksIn(burnIn, this.#scenario),
      startWithin: this.#scenario.kind === 'queue' ? this.#scenario.startWithin : null,
      hourlyUsd,
      demand: { mean: demand.column('mean'), least: demand.column('least'), most: demand.column('most') },
      optimum: this.#levels ? this.#optimum.column('level') : null,
      plays: lines.map((play, index) => ({ ...play, ...(decisions[index] as Decisions) })),
      words: words.all,
    };
  }

  #arrived({ at, arrived }: Tick): void {
    this.#start ??= at;
    this.#demand.add({ mean: arrived, least: arrived, most: arrived });
    this.#levels?.add(arrived);
  }
}

/** One play: its workers in buckets, and its decisions if it tells any. */
class PlayRecorder implements Sink {
  readonly #name: string;
  readonly #scenario: Scenario;
  readonly #workers = new Buckets({
    ready: 'mean',
    booting: 'mean',
    billed: 'mean',
    lost: 'mean',
    oldest: 'most',
    desired: 'last',
  });
  readonly #log = new DecisionLog();
  #decision: Decision | undefined;
  #isNew = false;

  constructor(name: string, scenario: Scenario) {
    this.#name = name;
    this.#scenario = scenario;
  }

  get decides(): boolean {
    return this.#decision !== undefined;
  }

  decided(decision: Decision): void {
    this.#decision = decision;
    this.#isNew = true;
  }

  step(tick: Tick): void {
    const { at, ready, booting, lost, oldest } = tick;
    if (this.#isNew && this.#decision) this.#log.add(this.#decision, at);
    this.#isNew = false;
    this.#workers.add({
      ready,
      booting,
      billed: billedIn(tick),
      lost,
      oldest: oldest * this.#scenario.tick,
      desired: this.#decision?.desired ?? ready + booting,
    });
  }

  lines(): Omit<PlayData, keyof Decisions> {
    const workers = this.#workers;
    return {
      name: this.#name,
      ready: workers.column('ready'),
      booting: workers.column('booting'),
      billed: workers.column('billed'),
      lost: workers.column('lost'),
      oldest: this.#scenario.kind === 'queue' ? workers.column('oldest') : null,
      desired: this.decides ? workers.column('desired') : null,
    };
  }

  decisions(words: Words, budget: number): Decisions {
    return this.#log.data(words, budget);
  }
}
