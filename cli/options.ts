import { InvalidArgumentError, Option } from 'commander';
import { positiveDuration } from '../shared/model/index.ts';
import { standardOutput } from '../shared/terminal/index.ts';

/** Reads the number of entries of a list. */
export const limitOf =
  (most: number) =>
  (written: string): number => {
    const limit = Number(written);
    if (Number.isInteger(limit) && limit > 0 && limit <= most) return limit;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  };

/** Reads a time such as `7d`, in seconds. */
export function durationOf(written: string): number {
  const parsed = positiveDuration.safeParse(written);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('Write a time such as 90s, 30m, 12h or 7d.');
}

export interface TableOptions {
  readonly output?: 'wide';
}

/** The option `-o wide` of a command that prints a table. */
export const wideOption = (): Option =>
  new Option('-o, --output <layout>', 'wide: every column, in lines of any length').choices(['wide']);

/** How a table is shown. */
export const viewOf = ({ output }: TableOptions) => standardOutput({ isWide: output === 'wide' });

/** Reads the number of a version of a policy. */
export function versionOf(written: string): number {
  const version = Number(written);
  if (/^\d{1,8}$/.test(written) && version > 0) return version;
  throw new InvalidArgumentError('A version is a whole number, such as 3.');
}
