import { type Command, Help } from 'commander';
import type { Commands } from './commands.ts';
import { COMMANDS } from './tree.ts';

/** What people call a command that has another name here. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  rollout: 'replace',
  deploy: 'policy apply',
  logs: 'activities',
  replay: 'simulate',
  history: 'policy history',
};

/** For options of another command, by the command that was used. */
const OTHER_COMMANDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  recommend: { '--demand': 'To compare rules on a recording, run "npx headcount recommend rule --demand FILE".' },
  'recommend rule': {
    '--policy':
      'This command replays its own rules. To replay your policy, run "npx headcount simulate --policy FILE --demand FILE".',
  },
};

/** The error of Commander with what to run instead, if the command or the option has another name or place. */
export function withHint(text: string, path: readonly string[], words: readonly string[]): string {
  const [, command] = /unknown command '([^']+)'/.exec(text) ?? [];
  const hint = command === undefined ? optionHint(path, words) : commandHint(command);
  if (hint === undefined) return text;
  // Commander suggests a command of similar spelling.
  return `${text.replace(/\n\(Did you mean .*\?\)/, '').trimEnd()}\n${hint}\n`;
}

/** Whatever the error is: Commander reports a missing option before an unknown one. */
function optionHint(path: readonly string[], words: readonly string[]): string | undefined {
  const others = OTHER_COMMANDS[path.join(' ')] ?? {};
  return words.flatMap((word) => others[word.split('=')[0] ?? ''] ?? [])[0];
}

function commandHint(word: string): string | undefined {
  const found = Object.hasOwn(OTHER_NAMES, word) ? OTHER_NAMES[word] : pathTo(word, COMMANDS);
  return found === undefined ? undefined : `Did you mean "npx headcount ${found}"?`;
}

/** The first command under another one that has this name. */
function pathTo(word: string, commands: Commands): string | undefined {
  for (const [name, { commands: under }] of Object.entries(commands)) {
    if (under && Object.hasOwn(under, word)) return `${name} ${word}`;
  }
  return undefined;
}

/** How the command is written, with the options that it requires. */
export function usageOf(command: Command): string {
  const required = command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags);
  const usage = new Help().commandUsage(command).replace('[options]', [...required, '[options]'].join(' '));
  return `Usage: ${usage}\n(run with --help for all options)`;
}
