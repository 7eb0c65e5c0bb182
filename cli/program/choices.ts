import { type Command, InvalidArgumentError } from 'commander';
import { closeTo, meantText } from '../../shared/model/index.ts';

/** If an option or argument has fixed values, its error suggests the value that was probably meant. */
export function withMeantChoices(command: Command): Command {
  for (const each of [...command.options, ...command.registeredArguments]) {
    const { argChoices: choices, parseArg: parse } = each;
    if (!choices || !parse) continue;
    each.argParser((written, before) => {
      try {
        return parse(written, before as never);
      } catch (error) {
        if (!(error instanceof InvalidArgumentError)) throw error;
      }
      const close = closeTo(written, choices);
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}${meantText(close, '.')}`);
    });
  }
  return command;
}
