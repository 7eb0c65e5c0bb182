import { hoursText, isWeighted, type Row, rowsTable } from '../comparison/index.ts';
import { durationText } from '../model/index.ts';
import { capacityHours } from '../simulation/index.ts';
import type { PageData } from './data.ts';
import { escaped } from './escape.ts';

interface Figures {
  readonly rows: readonly Row[];
  readonly hours: number;
}

/** The first row's main figures. */
export function figuresList({ rows, hours }: Figures, data: PageData): string {
  const [row] = rows;
  if (!row) return '';
  const days = hours / 24;
  const inUnits = isWeighted(rows);
  const figures: [string, string, string][] = [
    [
      inUnits ? 'Unit-hours' : 'Worker-hours',
      hoursText(capacityHours(row)),
      `${inUnits ? `${hoursText(row.workerHours)} worker-hours, ` : ''}optimum ${hoursText(row.optimumWorkerHours)}`,
    ],
    [
      '× optimum',
      row.costRatio.toFixed(2),
      row.equalLossRatio === undefined ? 'perfect foresight: 1' : `at equal loss ${row.equalLossRatio.toFixed(2)}`,
    ],
    lateFigure(row, data),
    [
      'Actions',
      grouped(row.actions, 0),
      days >= 1 ? `${grouped(row.actions / days, 0)} per day` : 'changes of capacity',
    ],
  ];
  if (row.usd > 0) figures.push(['Cost', dollars(row.usd), days >= 1 ? `${dollars(row.usd / days)} per day` : '']);
  const items = figures.map(
    ([name, value, more]) =>
      `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}<small>${escaped(more)}</small></dd></div>`,
  );
  return `<dl class="figures">\n${items.join('\n')}\n</dl>`;
}

const lateFigure = ({ latePercent, p95WaitSeconds }: Row, { kind, startWithin }: PageData): [string, string, string] =>
  kind === 'queue'
    ? ['Late', lateText(latePercent), `limit ${startWithin} s, p95 ${p95WaitSeconds} s`]
    : ['Lost', lateText(latePercent), 'of the demand'];

/** Smaller differences in cost are noise. */
const MIN_SAVING = 0.01;

/** Summarizes the first row, and compares it with the others. `limit`: a sentence about a limit that all of them have. */
export function leadOf(rows: readonly Row[], { kind }: PageData, limit: string | null): string {
  const [row, ...others] = rows;
  if (!row) return '';
  const what = kind === 'queue' ? 'started late' : 'was lost';
  const [of, name] = [capacityHours, isWeighted(rows) ? 'unit-hours' : 'worker-hours'];
  const cheaper = others.filter((other) => of(other) < (1 - MIN_SAVING) * of(row));
  const better = cheaper.filter(({ latePercent }) => latePercent <= row.latePercent);
  const best = better.toSorted((one, other) => of(one) - of(other))[0];
  const own = `${hoursText(of(row))} ${name}, ${row.costRatio.toFixed(2)} times the optimum; ${lateText(row.latePercent)} of the work ${what}.`;
  const limited =
    limit === null ? [] : [limit, ...(others.length > 0 ? ['The other autoscalers have the same limit.'] : [])];
  if (others.length === 0) return [own, ...limited].join(' ');
  const rest = best
    ? `${best.name} would have needed ${percent(1 - of(best) / of(row))} less without losing more.`
    : `No other autoscaler needs noticeably fewer ${name} without losing more.`;
  // Below a limit that is too low for every autoscaler, the last sentence would sound like praise.
  const compared =
    limit !== null && !best ? [] : [kind === 'queue' ? rest.replace('losing more', 'more being late') : rest];
  return [own, ...limited, ...compared].join(' ');
}

export function comparisonTable(rows: readonly Row[], { kind, hourlyUsd }: PageData): string {
  const { head, body } = rowsTable(rows, { isQueue: kind === 'queue' });
  const cells = (tag: string, texts: readonly string[]) =>
    texts.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('');
  const row = ([name = '', ...rest]: readonly string[], attributes = '') =>
    `<tr${attributes}><th scope="row">${escaped(name)}</th>${cells('td', rest)}</tr>`;
  const hours = rows[0]?.optimumWorkerHours ?? 0;
  const optimum: Record<string, string> = {
    '': 'optimum',
    [isWeighted(rows) ? 'unit-hours' : 'worker-hours']: hoursText(hours),
    '× optimum': '1.00',
    lost: '0.00 %',
    late: '0.00 %',
    cost: `$${(hours * hourlyUsd).toFixed(2)}`,
  };
  const columns = head.map((name) => `<th scope="col">${escaped(name === '' ? 'algorithm' : name)}</th>`).join('');
  return `<table class="rows">
<thead><tr>${columns}</tr></thead>
<tbody>
${body.map((texts) => row(texts)).join('\n')}
${row(
  head.map((name) => optimum[name] ?? '–'),
  ' class="optimum"',
)}
</tbody>
</table>`;
}

/** Notes on how to read the chart. */
export function notesOf({ width, tick, burnIn, optimum }: PageData, rows: readonly Row[] = []): string[] {
  const notes = ['Drag to move. To zoom, pinch, press Ctrl and turn the wheel, or drag the handles.'];
  if (isWeighted(rows)) notes.push('Workers have weights: the chart counts them in units of capacity.');
  if (width > 1)
    notes.push(
      `A point covers ${spanText(width * tick)}, which is ${width} steps. The shading around the demand spans their minimum and maximum.`,
    );
  if (optimum) notes.push('Optimum: ready workers with perfect foresight, without booting and draining ones.');
  if (burnIn > 0) notes.push(`The first ${spanText(burnIn * tick)} are not scored. The cost so far starts after them.`);
  return notes;
}

/** Description of the chart for screen readers. */
export function summaryOf({ rows, hours }: Figures, data: PageData): string {
  const peak = (data.demand?.most ?? []).reduce<number>((one, other) => Math.max(one, other ?? 0), 0);
  const lines = rows.map(
    ({ name, workerHours, latePercent }) =>
      `${name} ${hoursText(workerHours)} worker-hours, ${latePercent.toFixed(2)} % ${data.kind === 'queue' ? 'late' : 'lost'}`,
  );
  return `Demand, with a peak of ${grouped(peak, 1)} busy workers, and ready workers over ${grouped(hours, 1)} hours; below them, ${data.kind === 'queue' ? 'the longest wait' : 'lost demand'}, billed workers and cost. ${lines.join('; ')}. The table has the figures. The decisions are below the chart.`;
}

export function periodText({ start, steps, tick }: PageData): string {
  const moment = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return `${moment(start)} to ${moment(start + steps * tick * 1000)} UTC`;
}

const spanText = (seconds: number): string => durationText(seconds, { digits: 1 });
/** Does not round a small loss to 0. */
const lateText = (late: number): string => (late > 0 && late < 0.005 ? '< 0.01 %' : `${late.toFixed(2)} %`);
const grouped = (value: number, digits: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: value % 1 === 0 ? 0 : digits });
const dollars = (value: number): string =>
  `$${value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
