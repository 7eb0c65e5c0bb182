import { chanceOf } from '../faults/chance.ts';
import type { Agenda } from './agenda.ts';
import { Invocation, type SoakGate } from './gate.ts';
import type { Numbers } from './numbers.ts';

/** Lambda ends a function that runs longer. */
const LONGEST_FUNCTION = 120_000;

/** One run of a function: its process, ports behind the gate, and the clock of its machine. */
export interface Running {
  readonly process: Invocation;
  readonly through: <Ports extends object>(ports: Ports) => Ports;
  readonly clock: () => number;
}
export type Ended = 'done' | 'failed' | 'died';
export type After = (how: Ended) => void;

export interface ProcessUse {
  readonly seed: number;
  readonly mostSkew: number;
  readonly clock: () => number;
  readonly numbers: Numbers;
  readonly agenda: Agenda;
  readonly gate: SoakGate;
  tell(told: () => string): void;
  /** Logs what a function threw. */
  threw(where: string, error: unknown): void;
}

/** Processes of functions: each one ends, crashes, or is paused during a call and continues later. */
export class Processes {
  readonly asleep = new Set<Invocation>();
  readonly #use: ProcessUse;

  constructor(use: ProcessUse) {
    this.#use = use;
  }

  /** Resolves when the process has ended, crashed, or paused. Then others run. */
  async invoke(name: string, body: (running: Running) => Promise<unknown>, after: After = () => {}): Promise<void> {
    const { seed, mostSkew, clock, gate, numbers, threw } = this.#use;
    const process = new Invocation(numbers.next(name));
    const skew = Math.round((2 * chanceOf(seed, `${process.holder} skew`) - 1) * mostSkew);
    const running = {
      process,
      through: <Ports extends object>(ports: Ports) => gate.through(process, ports),
      clock: () => clock() + skew,
    };
    const ended = body(running).then(
      () => 'done' as const,
      (error: unknown) => {
        threw(process.holder, error);
        return 'failed' as const;
      },
    );
    await this.#stopOf(process, clock(), ended, after);
  }

  async #stopOf(
    process: Invocation,
    startedAt: number,
    ended: Promise<'done' | 'failed'>,
    after: After,
  ): Promise<void> {
    const { seed, clock, agenda, tell } = this.#use;
    const how = await Promise.race([ended, process.stopped]);
    if (how !== 'sleeps') return after(how);
    this.asleep.add(process);
    agenda.at(clock() + process.sleepsFor, async () => {
      this.asleep.delete(process);
      if (process.isDead) return after('died');
      // Lambda ends a function at its time limit. A process that is paused with its machine, or runs in a shell, continues.
      const isTooLong = clock() - startedAt > LONGEST_FUNCTION && !process.isWithoutLimit;
      if (isTooLong && chanceOf(seed, `${process.holder} ends`) < 0.5) {
        tell(() => `${process.holder} ends: it ran too long`);
        void process.die();
        return after('died');
      }
      tell(() => `${process.holder} goes on`);
      process.wake();
      await this.#stopOf(process, startedAt, ended, after);
    });
  }
}
