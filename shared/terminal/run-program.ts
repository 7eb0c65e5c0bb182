import { type Command, CommanderError } from 'commander';
import type { ErrorDocument } from './error-document.ts';
import { EXIT } from './exit-codes.ts';
import { printNote } from './streams.ts';

export interface Run {
  /** Instead of the arguments of the process. */
  readonly words?: readonly string[];
  /** How the program describes an error of its own; `undefined` leaves it to the default. */
  readonly describe?: (error: unknown) => Promise<ErrorDocument | undefined>;
}

/**
 * Runs a program and sets the exit code. An error becomes one message on standard error, under `--json` one line of JSON.
 * Commander's own exits become 0 for help and 2 for wrong usage.
 */
export async function runProgram(program: Command, run: Run = {}): Promise<void> {
  const { words = process.argv.slice(2) } = run;
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    await report(error, words, run);
  }
}

/** Reports an error as `runProgram` does. */
export async function report(error: unknown, words: readonly string[], { describe }: Run): Promise<void> {
  const json = isAsked('--json', words);
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    // As text, Commander has printed it already.
    if (error.exitCode === 0 || !json) return;
  } else {
    // Set before anything else can fail: a program that cannot describe its error must not exit with 0.
    process.exitCode = EXIT.failed;
  }
  // Loaded here, so that a program which does not fail starts without it.
  const { exitCodeOf, errorDocument, errorText, stackOf } = await import('./error-document.ts');
  const described = (await describe?.(error).catch(() => undefined)) ?? errorDocument(error);
  const stack = isAsked('--debug', words) ? stackOf(error) : undefined;
  if (json) printNote(JSON.stringify({ error: { ...described, ...(stack && { stack }) } }));
  else printNote([errorText(error, described), ...(stack ? [stack] : [])].join('\n\n'));
  if (!(error instanceof CommanderError)) process.exitCode = exitCodeOf(error);
}

/** Whether an option is among the arguments. What follows `--` are no options. */
export function isAsked(option: string, words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).includes(option);
}
