import { Option } from 'commander';
import { type HistoryEntry, PriceHistoryError, parsePriceHistory } from '../../shared/simulation/index.ts';
import { errors, wrongUsage } from '../errors/index.ts';
import { nameOf, readText } from './documents.ts';

export const pricesOption = (): Option =>
  new Option(
    '--prices <file>',
    'prices over time: CSV with timestamp, type, zone and usd, or what "aws ec2 describe-spot-price-history" prints',
  );

/** The history of prices in a file; undefined without one. */
export async function priceHistory(path: string | undefined): Promise<HistoryEntry[] | undefined> {
  if (path === undefined) return undefined;
  if (path === '-') throw wrongUsage('--prices needs a file name: it is not read from standard input.');
  try {
    return parsePriceHistory(await readText(path));
  } catch (cause) {
    if (cause instanceof PriceHistoryError)
      throw errors['invalid-recording']({ file: nameOf(path), why: cause.message }, cause);
    throw cause;
  }
}
