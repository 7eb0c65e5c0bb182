import { type Command, CommanderError } from 'commander';

/** As every command of the project: an interruption has the shells' own code. */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** What a long play on a local AWS is given: it tells how it goes, and ends what it started when it is interrupted. */
export interface Playing {
  readonly signal: AbortSignal;
  /** A line of progress, with the seconds since the start. */
  readonly tell: (line: string) => void;
}

interface Tool<Options> {
  readonly program: Command;
  /** As an interruption names it: `The demo was interrupted`. */
  readonly called: string;
  /** Plays to the end and answers with the exit code. */
  readonly play: (options: Options, playing: Playing) => Promise<number>;
  /** Errors that say the tool was used wrongly. */
  readonly isUsage?: (error: unknown) => boolean;
}

/**
 * Runs a command that plays for minutes and sets the exit code. Progress goes to standard error with `--json`, so that
 * standard output holds nothing but the result. A signal, or a reader that has gone, interrupts it.
 */
export async function runTool<Options extends { readonly json?: boolean }>({
  program,
  called,
  play,
  isUsage = () => false,
}: Tool<Options>): Promise<void> {
  const started = Date.now();
  let toError = false;
  const tell = (line: string): void => {
    const seconds = String(Math.round((Date.now() - started) / 1000)).padStart(3);
    (toError ? process.stderr : process.stdout).write(`${seconds}s  ${line}\n`);
  };
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!ending.signal.aborted) tell(`${signal}: ending what was started.`);
      ending.abort();
    });
  }
  // Nobody reads any more (`npm run demo | head`): that interrupts it as well.
  process.stdout.on('error', () => ending.abort());

  try {
    const options = program.parse().opts<Options>();
    toError = options.json === true;
    process.exitCode = await play(options, { signal: ending.signal, tell });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else if (ending.signal.aborted) {
      process.stderr.write(`The ${called} was interrupted; everything it started has been ended.\n`);
      process.exitCode = EXIT.interrupted;
    } else {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
      process.exitCode = isUsage(error) ? EXIT.usage : EXIT.failed;
    }
  }
}
