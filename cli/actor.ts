import { hostname } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { type Actor, becauseText, LONGEST_BECAUSE } from '../shared/model/index.ts';
import { person } from './aws.ts';

/** `--because`: the reason of a change, recorded with it. */
export const becauseOption = (what = 'the reason; it is recorded with the change'): Option =>
  new Option('--because <text>', what).argParser(becauseOf);

function becauseOf(written: string): string {
  const parsed = becauseText.safeParse(written);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`A reason has 1 to ${LONGEST_BECAUSE} characters.`);
}

/** Who runs this command. */
export const commandActor = (because?: string): Actor => ({
  by: person(),
  through: 'command',
  from: hostname(),
  ...(because === undefined ? {} : { because }),
});
