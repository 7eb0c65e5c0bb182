import type { Sink } from '../../comparison/index.ts';
import type { Decision } from '../../decision/index.ts';
import { billedIn, type Scenario, type Tick, ticksIn } from '../../simulation/index.ts';
import type { PageData, PlayData } from '../data.ts';
import { Texts } from '../texts.ts';
import { Buckets } from './buckets.ts';
import { DecisionLog, type Decisions } from './decision-log.ts';
import { OptimumLevels } from './optimum-levels.ts';

/** Limit on the characters of lines and decisions, which keeps the page and its script below 2 MB. */
const BUDGET = 1_250_000;
/** Characters reserved for decisions, regardless of the number of lines. */
const MIN_FOR_DECISIONS = 200_000;

/** Records plays of the same demand for a page, step by step. Memory does not grow with their length. */
export class PageRecorder {
  readonly #scenario: Scenario;
  readonly #demand = new Buckets({ mean: 'mean', least: 'least', most: 'most' });
  readonly #optimum = new Buckets({ level: 'mean' });
  readonly #levels: OptimumLevels | undefined;
  readonly #plays: PlayRecorder[] = [];
  #start: number | undefined;

  /** `min`: minimum number of workers of the optimum. */
  constructor(scenario: Scenario, { min }: { readonly min: number }) {
    this.#scenario = scenario;
    if (scenario.kind === 'queue') return;
    const overhead = ticksIn(scenario.boot, scenario) + ticksIn(scenario.drain, scenario);
    this.#levels = new OptimumLevels(overhead, min, (level) => this.#optimum.add({ level }));
  }

  /** Returns the sink that records a play. The first play supplies the demand. */
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

  /** Call it once, after every play has ended. `order`: names of all plays, the main one first. Default: as they were played. */
  data(order: readonly string[] = this.#plays.map(({ name }) => name)): PageData {
    this.#levels?.end();
    const { kind, tick, hourlyUsd, burnIn } = this.#scenario;
    const plays = this.#plays.toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
    const [first] = plays;
    const demand = this.#demand;
    const texts = new Texts();
    const lines = plays.map((play) => play.lines());
    const left = Math.max(MIN_FOR_DECISIONS, BUDGET - JSON.stringify(lines).length);
    const deciding = Math.max(1, plays.filter((play) => play.decides).length);
    const decisions = plays.map((play) => play.decisions(texts, left / deciding));
    return {
      kind,
      start: this.#start ?? 0,
      tick,
      width: demand.width,
      steps: demand.steps,
      burnIn: ticksIn(burnIn, this.#scenario),
      startWithin: this.#scenario.kind === 'queue' ? this.#scenario.startWithin : null,
      hourlyUsd: first?.usdPerHour ?? hourlyUsd,
      demand: { mean: demand.column('mean'), least: demand.column('least'), most: demand.column('most') },
      optimum: this.#levels ? this.#optimum.column('level') : null,
      panels: [],
      plays: lines.map((play, index) => ({ ...play, ...(decisions[index] as Decisions) })),
      texts: texts.all,
    };
  }

  #arrived({ at, arrived }: Tick): void {
    this.#start ??= at;
    this.#demand.add({ mean: arrived, least: arrived, most: arrived });
    this.#levels?.add(arrived);
  }
}

/** Records the workers of a play in buckets, and its decisions if it has any. */
class PlayRecorder implements Sink {
  readonly name: string;
  readonly #scenario: Scenario;
  readonly #workers = new Buckets({
    ready: 'mean',
    booting: 'mean',
    billed: 'mean',
    usd: 'mean',
    lost: 'mean',
    oldest: 'most',
    desired: 'last',
  });
  readonly #log = new DecisionLog();
  #decision: Decision | undefined;
  #isNew = false;
  /** Of all steps; null while workers have no prices of their own. */
  #paid: { usd: number; workerSteps: number } | null = null;

  constructor(name: string, scenario: Scenario) {
    this.name = name;
    this.#scenario = scenario;
  }

  get decides(): boolean {
    return this.#decision !== undefined;
  }

  decided(decision: Decision): void {
    this.#decision = decision;
    this.#isNew = true;
  }

  /** Dollars of a worker-hour on average; null if workers have no prices of their own. */
  get usdPerHour(): number | null {
    if (this.#paid === null || this.#paid.workerSteps === 0) return null;
    return this.#paid.usd / ((this.#paid.workerSteps * this.#scenario.tick) / 3600);
  }

  step(tick: Tick): void {
    const { at, ready, booting, lost, oldest, usd } = tick;
    if (usd !== undefined) {
      const { usd: before, workerSteps } = this.#paid ?? { usd: 0, workerSteps: 0 };
      this.#paid = { usd: before + usd, workerSteps: workerSteps + billedIn(tick) };
    }
    if (this.#isNew && this.#decision) this.#log.add(this.#decision, at);
    this.#isNew = false;
    this.#workers.add({
      ready,
      booting,
      billed: billedIn(tick),
      usd: usd ?? 0,
      lost,
      oldest: oldest * this.#scenario.tick,
      desired: this.#decision?.desired ?? ready + booting,
    });
  }

  lines(): Omit<PlayData, keyof Decisions> {
    const workers = this.#workers;
    return {
      name: this.name,
      ready: workers.column('ready'),
      booting: workers.column('booting'),
      billed: workers.column('billed'),
      ...(this.#paid ? { usd: workers.column('usd') } : {}),
      lost: workers.column('lost'),
      oldest: this.#scenario.kind === 'queue' ? workers.column('oldest') : null,
      desired: this.decides ? workers.column('desired') : null,
    };
  }

  decisions(texts: Texts, budget: number): Decisions {
    return this.#log.data(texts, budget);
  }
}
