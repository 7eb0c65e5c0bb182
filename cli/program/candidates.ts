import type { Argument, Command, Option } from 'commander';
import { programFor } from './program.ts';

/** What may be at the cursor. */
export interface Candidates {
  readonly words: readonly Candidate[];
  /** The name of a group may be there, of this stage. */
  readonly groups?: { readonly stage: string | undefined };
  /** The name of a file may be there. */
  readonly areFiles: boolean;
}

interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** What may follow these words of a command line; the last one is written in part, or empty. From the commands themselves. */
export async function candidatesFor(line: readonly string[]): Promise<Candidates> {
  const before = line.slice(0, -1);
  const current = line.at(-1) ?? '';
  const { command, operands, open } = walked(await programFor(before), before);
  const [flag, value] = current.startsWith('--') && current.includes('=') ? current.split('=', 2) : [];
  const option = flag === undefined ? open : optionOf(command, flag);
  if (option && (value !== undefined || flag === undefined)) return ofValue(option, before, flag);
  if (current.startsWith('-')) return { words: optionsOf(command, before), areFiles: false };
  if (command.commands.length > 0 && operands === 0) {
    const words = command
      .createHelp()
      .visibleCommands(command)
      .map((each) => ({ value: each.name(), description: each.description() }));
    const [named] = command.registeredArguments;
    const others = named ? await ofArgument(named, before) : { words: [], areFiles: false };
    return { words: [...words, ...others.words], areFiles: others.areFiles };
  }
  const declared = command.registeredArguments;
  const last = declared.at(-1);
  const argument = declared[operands] ?? (last?.variadic ? last : undefined);
  return argument ? ofArgument(argument, before) : { words: optionsOf(command, before), areFiles: false };
}

interface Walked {
  readonly command: Command;
  /** How many arguments of the command are written. */
  readonly operands: number;
  /** The option whose value is at the cursor. */
  readonly open: Option | undefined;
}

function walked(program: Command, words: readonly string[]): Walked {
  let command = program;
  let operands = 0;
  let open: Option | undefined;
  for (const word of words) {
    if (open) {
      open = undefined;
      continue;
    }
    if (word.startsWith('-')) {
      const option = word.includes('=') ? undefined : optionOf(command, word);
      if (option?.required) open = option;
      continue;
    }
    const next = operands === 0 ? command.commands.find((each) => each.name() === word) : undefined;
    if (next) command = next;
    else operands += 1;
  }
  return { command, operands, open };
}

const optionOf = (command: Command, word: string): Option | undefined =>
  command.options.find(({ short, long }) => word === short || word === long);

function optionsOf(command: Command, before: readonly string[]): Candidate[] {
  const visible = command.createHelp().visibleOptions(command);
  return visible.flatMap(({ long, short, description }) => {
    const value = long ?? short ?? '';
    return before.includes(value) ? [] : [{ value, description }];
  });
}

const listed = (choices: readonly string[], prefix = ''): Candidates => ({
  words: choices.map((choice) => ({ value: `${prefix}${choice}`, description: '' })),
  areFiles: false,
});

/** `flag`: the value follows it in the same word, after `=`. */
function ofValue(option: Option, before: readonly string[], flag: string | undefined): Candidates {
  if (option.argChoices) return listed(option.argChoices, flag === undefined ? '' : `${flag}=`);
  if (option.name() === 'group' && flag === undefined) return { words: [], groups: stageIn(before), areFiles: false };
  return { words: [], areFiles: /<files?>/.test(option.flags) };
}

function ofArgument(argument: Argument, before: readonly string[]): Candidates {
  const name = argument.name();
  if (argument.argChoices) return listed(argument.argChoices);
  if (name === 'group') return { words: [], groups: stageIn(before), areFiles: false };
  return { words: [], areFiles: /^files?$/.test(name) };
}

function stageIn(before: readonly string[]): { readonly stage: string | undefined } {
  const at = before.indexOf('--stage');
  const joined = before.find((word) => word.startsWith('--stage='));
  return { stage: joined?.slice('--stage='.length) ?? (at < 0 ? undefined : before[at + 1]) };
}
