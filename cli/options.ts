import { InvalidArgumentError, Option } from 'commander';
import { looseTimeOf, positiveDuration } from '../shared/model/index.ts';
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

const DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;
const CLOCK = /^\d{2}:\d{2}(:\d{2})?$/;
const DAY_MS = 86_400_000;
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Reads a past moment, UTC unless it says otherwise, in ms since the epoch. A time without a date is today's. */
export const momentOption = (written: string): number => pastMoment(written, Date.now());

export function pastMoment(written: string, now: number): number {
  if (CLOCK.test(written)) {
    const today = Date.parse(`${dateOf(now)}T${written}Z`);
    if (today > now)
      throw new InvalidArgumentError(
        `It is in the future. If you mean yesterday, write "${dateOf(now - DAY_MS)} ${written}".`,
      );
    if (!Number.isNaN(today)) return today;
  }
  const at = DATE_TIME.test(written) ? looseTimeOf(written) : undefined;
  if (at === undefined) {
    throw new InvalidArgumentError('Write a time in UTC such as 03:12, "2026-11-21 03:12" or 2026-11-21T03:12:00Z.');
  }
  if (at > now) throw new InvalidArgumentError('It is in the future.');
  return at;
}
