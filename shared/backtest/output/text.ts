import { hoursText, isWeighted, rowsTable } from '../../comparison/index.ts';
import { table, timeText } from '../../presentation/index.ts';
import { HOUR_MS } from '../../prices/index.ts';
import type { DerivedField, RecordedDemand } from '../../simulation/index.ts';
import { type Backtest, extentOf } from '../result.ts';
import { differences } from './sentences.ts';

export function backtestText(backtest: Backtest): string {
  const { demand, taken, notes } = backtest;
  return [
    aboutText(backtest),
    ...demandLines(demand),
    ...notes,
    ...(taken.length > 0 ? [`The scenario: ${taken.map(fieldText).join(', ')}. Use --world FILE to change it.`] : []),
    '',
    comparisonText(backtest),
    '',
    ...differences(backtest),
  ].join('\n');
}

/** The group, the time and the policies. */
function aboutText(backtest: Backtest): string {
  const { start, end } = extentOf(backtest.demand);
  const hours = (end - start) / HOUR_MS;
  const length = hours < 24 ? `${hours.toFixed(1)} hours` : `${(hours / 24).toFixed(1)} days`;
  return `${backtest.group}: ${length} from ${timeText(start)} to ${timeText(end)} UTC; ${namesText(backtest)}.`;
}

/** Which policy is which. */
export const namesText = ({ candidates }: Pick<Backtest, 'candidates'>): string =>
  candidates.map(({ name, title }) => `${name} is ${title}`).join(', ');

/** How the demand was derived, and what the recording does not show. */
export function demandLines(demand: RecordedDemand): string[] {
  const { derivation, metrics, period } = demand;
  const names = metrics.join(' and ');
  const how = {
    demand: `${names} as recorded`,
    demandPerWorker: `${names} × the recorded number of workers`,
    utilization: `${names} × the recorded number of workers, which is the number of busy workers`,
    queue: `the arrivals that follow from ${names} in the queue and from the duration of a task`,
  }[derivation];
  return [`Demand: ${how}; one datapoint every ${period} s.`, ...shortcomings(demand)];
}

/** What the recording does not show. Shown with every figure. */
export function shortcomings({ derivation, missing, saturated, metrics, unused }: RecordedDemand): string[] {
  const lines: string[] = [];
  if (unused.length > 0) {
    lines.push(`Not used: ${unused.join(', ')}. A backtest replays one demand, and these metrics measure another.`);
  }
  if (missing.hours > 0) {
    lines.push(`Missing: ${shareText(missing)}. The backtest interpolates the demand linearly there.`);
  }
  if (saturated.hours > 0) {
    lines.push(
      `Saturated: ${shareText(saturated)}, with ${metrics.join(', ')} at 95 % or more. Demand beyond that was not recorded, so the real demand was higher and the replay underestimates the shortage.`,
    );
  } else if (derivation === 'utilization') lines.push(`Saturated: never; ${metrics.join(', ')} was always below 95 %.`);
  return lines;
}

const shareText = ({ hours, percent }: RecordedDemand['missing']): string =>
  `${hours.toFixed(1)} h (${percent < 0.05 ? '< 0.1' : percent.toFixed(1)} % of the time)`;

const SECONDS = ['boot', 'drain', 'evaluateEvery', 'metricDelay', 'taskSeconds', 'startWithin'];

function fieldText({ name, value, from }: DerivedField): string {
  const figure = typeof value === 'number' ? String(Number(value.toPrecision(4))) : value;
  return `${name} ${figure}${SECONDS.includes(name) ? ' s' : ''} (${from})`;
}

/** The table: what was recorded, the policies, and the optimum. */
function comparisonText({ rows, recorded, scenario, usdPerHour }: Backtest): string {
  const isQueue = scenario.kind === 'queue';
  const { head, body } = rowsTable(rows, { isQueue });
  const line = (name: string, cells: Readonly<Record<string, string>>) => [
    name,
    ...head.slice(1).map((column) => cells[column] ?? '–'),
  ];
  const best = rows[0]?.optimumWorkerHours ?? 0;
  const costOf = (usd: number): Record<string, string> => ({ cost: `$${usd.toFixed(2)}` });
  const lines = [...body];
  if (recorded) {
    const { workerHours, actions, launches, usd } = recorded;
    lines.unshift(
      line('recorded', {
        'worker-hours': hoursText(workerHours),
        ...(best > 0 && !isWeighted(rows) ? { '× optimum': (workerHours / best).toFixed(2) } : {}),
        ...(actions === null ? {} : { actions: String(actions) }),
        ...(launches === null ? {} : { launches: String(launches) }),
        ...costOf(usd),
      }),
    );
  }
  const nothing = isQueue ? { late: '0.00 %' } : { lost: '0.00 %' };
  lines.push(
    line('optimum', {
      [isWeighted(rows) ? 'unit-hours' : 'worker-hours']: hoursText(best),
      '× optimum': '1.00',
      ...nothing,
      ...costOf(best * usdPerHour),
    }),
  );
  return table(
    head.map((each) => each.toUpperCase()),
    lines,
  );
}
