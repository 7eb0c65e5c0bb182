import type { Sink } from '../../shared/comparison/index.ts';
import type { Decision } from '../../shared/decision/index.ts';
import { sentence } from '../../shared/presentation/index.ts';
import { billedIn, type Scenario, type Tick, workerRateOf } from '../../shared/simulation/index.ts';
import { WholeFile } from './whole-file.ts';

const HEADER = 'timestamp,demand,desired,ready,booting,draining,billed,served,lost,queued,decision';
const BUFFERED_ROWS = 1000;

/**
 * A CSV file with one row for each step: demand, served and lost in units per second, queued in units. If workers have
 * weights, the counts are units of capacity, and a further column is the billed workers. The dollars of the step are a last
 * column, if workers have prices of their own.
 */
export class TrajectoryFile implements Sink {
  readonly #file: WholeFile;
  readonly #scenario: Scenario;
  #rows: string[] = [];
  #isBegun = false;
  #decision: Decision | undefined;
  #isNew = false;

  constructor(path: string, scenario: Scenario) {
    this.#file = new WholeFile(path);
    this.#scenario = scenario;
  }

  decided(decision: Decision): void {
    this.#decision = decision;
    this.#isNew = true;
  }

  step(tick: Tick): void {
    const rate = workerRateOf(this.#scenario);
    const figures = [tick.arrived, tick.served, tick.lost].map((work) => rounded(work * rate));
    const [demand, served, lost] = figures;
    const desired = this.#decision?.desired ?? tick.ready + tick.booting;
    // A decision is in the row of its step; its reason only when it changed the size or was constrained.
    const decided = this.#isNew && this.#decision ? wordsOf(this.#decision) : '';
    this.#isNew = false;
    const queued = rounded(tick.queued * rate * this.#scenario.tick);
    const at = new Date(tick.at).toISOString().replace('.000Z', 'Z');
    const dollars = tick.usd === undefined ? [] : [rounded(tick.usd)];
    const workers = tick.workers === undefined ? [] : [tick.workers.billed];
    if (!this.#isBegun) {
      this.#rows.push(`${HEADER}${workers.length > 0 ? ',workers' : ''}${dollars.length > 0 ? ',usd' : ''}`);
    }
    this.#isBegun = true;
    const counts = [desired, tick.ready, tick.booting, tick.draining, billedIn(tick)];
    this.#rows.push([at, demand, ...counts, served, lost, queued, decided, ...workers, ...dollars].join(','));
    if (this.#rows.length >= BUFFERED_ROWS) this.#flush();
  }

  keep(): void {
    this.#flush();
    this.#file.keep();
  }

  drop(): void {
    this.#file.drop();
  }

  #flush(): void {
    if (this.#rows.length > 0) this.#file.write(`${this.#rows.join('\n')}\n`);
    this.#rows = [];
  }
}

const wordsOf = ({ direction, blockedBy, reason }: Decision): string =>
  direction === 'hold' && blockedBy === null ? 'hold' : quoted(sentence(reason));
const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const rounded = (figure: number): number => Math.round(figure * 1e6) / 1e6;
