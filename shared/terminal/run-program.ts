import { type Command, CommanderError } from 'commander';
import { UserError } from '../model/index.ts';
import { EXIT, exitCodeOf, InterruptedError } from './exit-codes.ts';
import { printNote } from './streams.ts';

/** How a program describes an unexpected error; `undefined` leaves it to the default. */
type Describe = (error: unknown) => string | undefined;

/**
 * Runs a program on this process's arguments and sets the exit code. An error becomes one message on standard error.
 * Commander's own exits become 0 for help and 2 for wrong usage.
 */
export async function runProgram(program: Command, describe: Describe = () => undefined): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else {
      printNote(messageOf(error, describe));
      process.exitCode = exitCodeOf(error);
    }
  }
}

function messageOf(error: unknown, describe: Describe = () => undefined): string {
  if (error instanceof UserError || error instanceof InterruptedError) return error.message;
  const described = describe(error);
  if (described !== undefined) return described;
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
}
