import { type Command, CommanderError } from 'commander';
import { EXIT, explain } from './failure.ts';
import { tell } from './output.ts';

/**
 * Runs a program on this process's arguments. Whatever is thrown becomes a sentence and an exit code; Commander's own
 * exits (help, unknown options) become 0 for help, 2 for wrong usage.
 */
export async function runProgram(program: Command): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else {
      const { message, exitCode } = explain(error);
      tell(message);
      process.exitCode = exitCode;
    }
  }
}
