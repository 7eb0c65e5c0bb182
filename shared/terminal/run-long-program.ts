import type { Command } from 'commander';
import { InterruptedError } from './exit-codes.ts';
import { runProgram } from './run-program.ts';
import { ENDING_SIGNALS } from './signals.ts';

/** What a program that runs for minutes receives. It must stop and clean up when `signal` aborts. */
export interface LongRun {
  readonly signal: AbortSignal;
  /** Prints a line of progress after the seconds since the start. */
  readonly report: (line: string) => void;
}

interface LongProgram<Options> {
  readonly program: Command;
  /** Subject of the message after an interruption: `The demo`. */
  readonly name: string;
  /** Runs to the end and returns the exit code. */
  readonly run: (options: Options, context: LongRun) => Promise<number>;
}

/**
 * Runs a program that takes minutes. With `--json`, progress goes to standard error, so that standard output holds only
 * the result. A signal, or a closed standard output (`npm run demo | head`), interrupts the run.
 */
export async function runLongProgram<Options extends { readonly json?: boolean }>({
  program,
  name,
  run,
}: LongProgram<Options>): Promise<void> {
  const started = Date.now();
  let toStandardError = false;
  const report = (line: string): void => {
    const seconds = String(Math.round((Date.now() - started) / 1000)).padStart(3);
    (toStandardError ? process.stderr : process.stdout).write(`${seconds}s  ${line}\n`);
  };
  const interruption = new AbortController();
  for (const signal of ENDING_SIGNALS) {
    process.on(signal, () => {
      if (!interruption.signal.aborted) report(`${signal}: stopping and cleaning up.`);
      interruption.abort();
    });
  }
  process.stdout.on('error', () => interruption.abort());

  program.action(async (options: Options) => {
    toStandardError = options.json === true;
    try {
      process.exitCode = await run(options, { signal: interruption.signal, report });
    } catch (error) {
      if (!interruption.signal.aborted) throw error;
      throw new InterruptedError(`${name} was interrupted; everything it started has been stopped.`, { cause: error });
    }
  });
  await runProgram(program);
}
