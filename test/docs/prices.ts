import { monthlyUsd, sourceModules } from '../../shared/sources/index.ts';

/** The sizes of the table of prices. */
const GROUPS = [1, 100, 10_000];
/** Workers of a group whose metrics are read one by one. */
const WORKERS = 10;

const dollars = (usd: number): string =>
  usd === 0 ? '0' : usd >= 100 ? Math.round(usd).toLocaleString('en') : usd < 0.01 ? 'less than 0.01' : usd.toFixed(2);

const row = (name: string, usdOf: (groups: number) => number): string =>
  `| ${name} | ${GROUPS.map((groups) => dollars(usdOf(groups))).join(' | ')} |`;

/** What a metric costs a month, by the prices of the modules. A metric of each worker is as many metrics. */
const rows = (): string[] =>
  sourceModules.flatMap(({ kind, price }) => {
    const usdOf = (groups: number) => (price ? monthlyUsd(price, groups) : 0);
    const each = price?.isForEachWorker
      ? [row(`\`${kind}\` of ${WORKERS} workers`, (groups) => WORKERS * usdOf(groups))]
      : [];
    return [row(`\`${kind}\``, usdOf), ...each];
  });

const HEAD = '| a metric, read every minute |';

/** A page with the prices that the modules have now, wherever it has such a table. */
export function withPrices(text: string): string {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.startsWith(HEAD));
  if (head < 0) return text;
  const end = lines.findIndex((line, index) => index > head && !line.startsWith('|'));
  return [...lines.slice(0, head + 2), ...rows(), ...lines.slice(end)].join('\n');
}
