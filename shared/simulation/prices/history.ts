import { InvalidInputError, looseTimeOf } from '../../model/index.ts';
import type { Market, OperatingSystem } from '../../prices/index.ts';
import { csvCells } from '../recording.ts';
import type { PriceChange } from './timeline.ts';

/** A price of a recorded history. `system`: null if the file does not say it, so that it counts for all. */
export interface HistoryEntry extends PriceChange {
  readonly system: OperatingSystem | null;
}

/** A history of prices is invalid. The message names the line or the entry, and the expected format. */
export class PriceHistoryError extends InvalidInputError {}

/** The names of a column, as people and AWS write them. */
const COLUMNS = {
  at: ['timestamp', 'time', 'at'],
  type: ['type', 'instancetype'],
  zone: ['zone', 'availabilityzone'],
  usd: ['usd', 'price', 'spotprice'],
  market: ['market'],
  system: ['system', 'operatingsystem', 'productdescription'],
} as const;
type Column = keyof typeof COLUMNS;
type Row = Partial<Record<Column, string>>;
const REQUIRED: readonly Column[] = ['at', 'type', 'usd'];
const EXPECTED =
  'a CSV file with the columns timestamp, type, zone and usd, or the output of "aws ec2 describe-spot-price-history"';

export const ofSystem = ({ system }: HistoryEntry, wanted: OperatingSystem): boolean =>
  system === null || system === wanted;

/**
 * A recorded history of prices: CSV with a header, or what `aws ec2 describe-spot-price-history` prints as JSON. Without a
 * market, prices are spot prices. In any order. Throws {@link PriceHistoryError}.
 */
export function parsePriceHistory(text: string): HistoryEntry[] {
  const isJson = /^[\s\uFEFF]*[[{]/.test(text);
  const entries = isJson ? fromJson(text) : fromCsv(text);
  if (entries.length === 0) throw new PriceHistoryError(`contains no prices; it must be ${EXPECTED}`);
  return entries;
}

function fromJson(text: string): HistoryEntry[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new PriceHistoryError(`is not JSON: ${(cause as Error).message}`);
  }
  const pages = [parsed].flat() as unknown[];
  const entries = pages.flatMap((page) => {
    const list: unknown = Object(page)['SpotPriceHistory'];
    return Array.isArray(list) ? (list as unknown[]) : [page];
  });
  return entries.map((entry, index) => {
    const fields = Object.entries(Object(entry)).map(([name, value]) => [columnOf(name), value] as const);
    return entryOf(rowOf(fields), `entry ${index + 1}`);
  });
}

function fromCsv(text: string): HistoryEntry[] {
  const [header = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const columns = csvCells(header).map(columnOf);
  const missing = REQUIRED.find((column) => !columns.includes(column));
  if (missing) {
    throw new PriceHistoryError(`line 1: the column ${COLUMNS[missing][0]} is missing; it must be ${EXPECTED}`);
  }
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const cells = csvCells(line);
    return [entryOf(rowOf(columns.map((column, place) => [column, cells[place] ?? ''])), `line ${index + 2}`)];
  });
}

/** Undefined for columns and fields that do not matter. */
function columnOf(name: string): Column | undefined {
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return (Object.keys(COLUMNS) as Column[]).find((each) => COLUMNS[each].some((known) => known === plain));
}

function rowOf(fields: readonly (readonly [Column | undefined, unknown])[]): Row {
  const row: Row = {};
  for (const [column, value] of fields) if (column) row[column] = String(value);
  return row;
}

function entryOf(
  { at: time = '', type = '', zone = '', usd = '', market = '', system = '' }: Row,
  where: string,
): HistoryEntry {
  const at = looseTimeOf(time);
  if (at === undefined) {
    throw new PriceHistoryError(`${where}: ${JSON.stringify(time)} is not a time such as 2026-11-21T12:00:00Z`);
  }
  if (type === '') throw new PriceHistoryError(`${where}: the instance type is missing`);
  const price = usd.trim() === '' ? Number.NaN : Number(usd);
  if (!(price > 0 && price <= 1e6)) {
    throw new PriceHistoryError(`${where}: ${JSON.stringify(usd)} is not a price in dollars per hour, above 0`);
  }
  const ofMarket = marketOf(market);
  if (ofMarket === null)
    throw new PriceHistoryError(`${where}: the market ${JSON.stringify(market)} is not spot or on-demand`);
  return { at, type, market: ofMarket, zone: ofMarket === 'spot' ? zone : '', usd: price, system: systemOf(system) };
}

const marketOf = (written: string): Market | null =>
  written === '' || written === 'spot' ? 'spot' : written === 'on-demand' ? 'on-demand' : null;

function systemOf(written: string): OperatingSystem | null {
  if (/windows/i.test(written)) return 'windows';
  if (/red ?hat|rhel/i.test(written)) return 'rhel';
  if (/suse/i.test(written)) return 'suse';
  return /linux/i.test(written) ? 'linux' : null;
}
