import { type Command, InvalidArgumentError } from 'commander';
import { closeTo } from '../../shared/model/index.ts';

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
      // The suggestion comes first, because the list of choices may be long.
      const meant = close === null ? '' : `Did you mean ${close}? `;
      throw new InvalidArgumentError(`${meant}Allowed choices are ${choices.join(', ')}.`);
    });
  }
  return command;
}
