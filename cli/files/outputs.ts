import { resolve } from 'node:path';
import type { Sink } from '../../shared/comparison/index.ts';
import { type Figures, POLICY } from '../../shared/comparison/index.ts';
import { PageRecorder, type PageText, pageOf } from '../../shared/report-page/index.ts';
import type { Scenario } from '../../shared/simulation/index.ts';
import { wrongUsage } from '../errors/index.ts';
import { Progress } from './progress.ts';
import { TrajectoryFile } from './trajectory.ts';
import { WholeFile } from './whole-file.ts';

/** The text of a page beside its figures. */
type TextOf<Played extends Figures> = (figures: Played) => Omit<PageText, keyof Figures | 'trajectory'>;
/** Names of all rows, in the order of the page. */
type OrderOf<Played extends Figures> = (figures: Played) => readonly string[];

const asPlayed = ({ rows }: Figures): string[] => rows.map(({ name }) => name);

export interface OutputOptions {
  readonly trajectory?: string;
  readonly html?: string;
  readonly json?: boolean;
}

/** Checks the names of output files: standard output is taken, and inputs or other outputs must not be overwritten. */
export function needsFileNames({ trajectory, html }: OutputOptions, read: readonly (string | undefined)[]): void {
  const paths = Object.entries({ trajectory, html }).flatMap(([option, path]) =>
    path === undefined ? [] : [[option, path] as const],
  );
  const inputs = new Set(read.flatMap((path) => (path === undefined || path === '-' ? [] : [resolve(path)])));
  for (const [option, path] of paths) {
    if (path === '-') throw wrongUsage(`--${option} needs a file name: standard output is used for the results.`);
    if (inputs.has(resolve(path))) {
      throw wrongUsage(`--${option} names ${path}, which is an input: it would be overwritten.`);
    }
  }
  if (trajectory !== undefined && html !== undefined && resolve(trajectory) === resolve(html))
    throw wrongUsage(`--trajectory and --html both name ${html}: one would overwrite the other.`);
}

/** The outputs of simulations besides the figures: progress, the trajectory, the page. Writes all files or none. */
export class Outputs {
  readonly #options: OutputOptions;
  readonly #progress: Progress;
  readonly #trajectory: TrajectoryFile | undefined;
  readonly #page: { readonly file: WholeFile; readonly recorder: PageRecorder } | undefined;

  constructor(options: OutputOptions, { scenario, min, steps }: { scenario: Scenario; min: number; steps: number }) {
    this.#options = options;
    this.#progress = new Progress(steps, { silent: options.json === true });
    if (options.trajectory !== undefined) this.#trajectory = new TrajectoryFile(options.trajectory, scenario);
    if (options.html === undefined) return;
    try {
      this.#page = { file: new WholeFile(options.html), recorder: new PageRecorder(scenario, { min }) };
    } catch (cause) {
      this.#drop();
      throw cause;
    }
  }

  /** Runs the simulations and keeps the files that were asked for. When a simulation fails, removes all of them. */
  async during<Played extends Figures>(
    played: (sinkOf: (name: string) => Sink) => Promise<Played>,
    textOf: TextOf<Played>,
    orderOf: OrderOf<Played> = asPlayed,
  ): Promise<Played> {
    try {
      const figures = await played((name) => this.#of(name));
      this.#keep({ ...figures, ...textOf(figures) }, orderOf(figures));
      return figures;
    } catch (cause) {
      this.#drop();
      throw cause;
    }
  }

  /** Receives the decisions and steps of the simulation with this name. */
  #of(name: string): Sink {
    const page = this.#page?.recorder.play(name);
    const trajectory = name === POLICY ? this.#trajectory : undefined;
    const label = name === POLICY ? 'the policy' : name;
    return {
      decided: (decision) => {
        trajectory?.decided(decision);
        page?.decided(decision);
      },
      step: (tick) => {
        this.#progress.step(label);
        trajectory?.step(tick);
        page?.step(tick);
      },
    };
  }

  #keep(text: PageText, order: readonly string[]): void {
    this.#progress.end();
    const rows = text.rows.toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
    const { trajectory } = this.#options;
    this.#page?.file.write(pageOf({ ...text, rows, trajectory }, this.#page.recorder.data(order)));
    this.#trajectory?.keep();
    this.#page?.file.keep();
  }

  /** After a failure. Files that are already kept stay. */
  #drop(): void {
    this.#progress.end();
    this.#trajectory?.drop();
    this.#page?.file.drop();
  }
}
