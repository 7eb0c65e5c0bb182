import { Command, Help, type Option } from 'commander';
import { version } from '../../shared/runtime/version.ts';
import { isAsked } from '../../shared/terminal/index.ts';
import type { Branch, Commands, Leaf } from './commands.ts';
import { EXTENSIONS_OPTION } from './extensions.ts';
import { usageOf, withHint } from './hints.ts';
import { COMMANDS } from './tree.ts';

/**
 * The program for these arguments. Only the command that they name is loaded; the others are there with their names and
 * descriptions, for the help.
 */
export async function programFor(words: readonly string[]): Promise<Command> {
  const path = pathIn(words);
  const program = new Command('headcount')
    .description('Scales groups of EC2 instances to match their work.')
    .option('--debug', 'show where in the program an error occurs; also after any command')
    .option(
      `${EXTENSIONS_OPTION} <modules>`,
      'packages or files that add kinds of rules, sources and providers, separated by commas; also after any command',
    )
    .showHelpAfterError('(run with --help for usage)')
    .configureHelp({ subcommandTerm: (command) => command.name(), optionDescription: describedOption })
    .configureOutput(
      isAsked('--json', words) ? SILENT : { outputError: (text, write) => write(withHint(text, path, words)) },
    )
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong usage or invalid input.')
    .exitOverride();
  // Beside a command, it is an option of the command: `policy get ci --version 3`.
  if (path.length === 0) program.version(version, '-V, --version', 'print the version');
  await addCommands(program, COMMANDS, path);
  let named: Command | undefined = program;
  for (const name of path) {
    named = named?.commands.find((each) => each.name() === name);
    named?.showHelpAfterError(usageOf(named));
  }
  return program;
}

/** Marks the options that a command requires. */
function describedOption(option: Option): string {
  const described = new Help().optionDescription(option);
  return option.mandatory ? `${described} (required)` : described;
}

/** Under `--json`, errors are printed as JSON; help still goes to standard output. */
const SILENT = { writeErr: () => {}, outputError: () => {} };

/** Adds the commands, and loads the one that the path leads to. */
async function addCommands(parent: Command, commands: Commands, [wanted, ...path]: readonly string[]): Promise<void> {
  for (const [name, { description, ...rest }] of Object.entries(commands)) {
    const command = name === wanted ? await opened(name, rest, path, parent) : settled(new Command(name), parent);
    parent.addCommand(command.description(description));
  }
}

/** Commander throws instead of exiting (help, unknown options), so that the program sets the exit code. */
const settled = (command: Command, parent: Command): Command => command.copyInheritedSettings(parent).exitOverride();

type Opened = Omit<Leaf, 'description'> | Omit<Branch, 'description'>;

/** Its settings are complete before commands are added to it, because these inherit them. */
async function opened(name: string, entry: Opened, path: readonly string[], parent: Command): Promise<Command> {
  if ('load' in entry) {
    // Loaded only with a command, because the help of all commands doesn't need it.
    const { withMeantChoices } = await import('./choices.ts');
    const command = settled(withMeantChoices(await entry.load()), parent);
    if (entry.commands) await addCommands(command, entry.commands, path);
    return command;
  }
  const branch = settled(new Command(name), parent);
  await addCommands(branch, entry.commands, path);
  return branch;
}

/** The names of commands that the arguments begin with, without what else is between them: `policy apply`. */
function pathIn(words: readonly string[]): string[] {
  const path: string[] = [];
  let commands: Commands = COMMANDS;
  for (const word of words) {
    if (word.startsWith('-') || word === 'help') continue;
    const entry = Object.hasOwn(commands, word) ? commands[word] : undefined;
    if (!entry) break;
    path.push(word);
    if (!entry.commands) break;
    commands = entry.commands;
  }
  return path;
}

/**
 * The arguments for Commander. It answers `--help` and `help` also after the name of a command that does not exist, with
 * the help of all; without them, it reports the name.
 */
export function argumentsFor(words: readonly string[]): readonly string[] {
  return namesNoCommand(words) ? words.filter((word) => !['-h', '--help', 'help'].includes(word)) : words;
}

function namesNoCommand(words: readonly string[]): boolean {
  const path = pathIn(words);
  let commands: Commands = COMMANDS;
  for (const name of path) {
    const entry = commands[name];
    if (!entry || 'load' in entry) return false;
    commands = entry.commands;
  }
  const names = words.filter((word) => !word.startsWith('-') && word !== 'help');
  return names.length > path.length;
}
