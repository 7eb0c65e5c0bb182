import type { Command } from 'commander';
import type { Commands } from '../../cli/program/commands.ts';
import { programFor } from '../../cli/program/program.ts';
import { COMMANDS } from '../../cli/program/tree.ts';

/** Every command, the program itself first, as the words that name it. */
export const everyCommand = (): string[][] => [[], ...namesIn(COMMANDS, [])];

const namesIn = (commands: Commands, parent: readonly string[]): string[][] =>
  Object.entries(commands).flatMap(([name, entry]) => {
    const words = [...parent, name];
    return [words, ...namesIn(entry.commands ?? {}, words)];
  });

/** The help of a command, as its process prints it where there is no terminal: usage.test.ts compares the two. */
export async function helpOf(words: readonly string[]): Promise<string> {
  const program = await programFor([...words, '--help']);
  const command = words.reduce<Command | undefined>(
    (parent, name) => parent?.commands.find((each) => each.name() === name),
    program,
  );
  if (!command) throw new Error(`There is no command ${words.join(' ')}.`);
  let text = '';
  const writeOut = (part: string): void => {
    text += part;
  };
  command.configureOutput({ writeOut, getOutHelpWidth: () => 80, getOutHasColors: () => false });
  command.outputHelp();
  return text;
}
