import { hoursText, isWeighted, type Row } from '../../comparison/index.ts';
import { timeText } from '../../presentation/index.ts';
import { HOUR_MS } from '../../prices/index.ts';
import { capacityHours } from '../../simulation/index.ts';
import { type Backtest, extentOf } from '../result.ts';
import type { Outcome } from './conditions.ts';
import { differences, HOURS_A_MONTH } from './sentences.ts';
import type { Sketch } from './sparkline.ts';
import { demandLines, namesText } from './text.ts';

const PICTURE_CHARACTERS = 60;

export interface MarkdownParts {
  readonly sketch: Sketch;
  /** The changed fields, a sentence each. */
  readonly changes: readonly string[];
  readonly outcomes: readonly Outcome[];
}

/** A report for a comment on a pull request. */
export function backtestMarkdown(backtest: Backtest, { sketch, changes, outcomes }: MarkdownParts): string {
  const { demand, notes } = backtest;
  const { start, end } = extentOf(demand);
  const days = ((end - start) / (24 * HOUR_MS)).toFixed(1);
  const span = `${days} days, ${timeText(start)} to ${timeText(end)} UTC; ${namesText(backtest)}.`;
  const details = [...demandLines(demand), ...notes].map((line) => `- ${escaped(line)}`);
  return [
    `### Headcount backtest: ${backtest.group}`,
    ...outcomes.map(outcomeLine),
    ...(changes.length > 0 ? [changes.map((change) => `- ${escaped(change)}`).join('\n')] : []),
    figuresTable(backtest),
    ['```text', 'Ready workers over time', ...sketch.lines(PICTURE_CHARACTERS), '```'].join('\n'),
    escaped(differences(backtest).join(' ')),
    ['<details><summary>How this was replayed</summary>', '', `- ${escaped(span)}`, ...details, '', '</details>'].join(
      '\n',
    ),
  ].join('\n\n');
}

function outcomeLine({ condition, result, because }: Outcome): string {
  const label = { kept: 'Passed', failed: '**Failed**', unknown: '**Not known**' }[result];
  return `${label}: \`${condition.text}\` (${escaped(because)})`;
}

function figuresTable({ rows, scenario, hours: scored, recorded, usdPerHour }: Backtest): string {
  const today = rows.find(({ name }) => name === 'today');
  const fresh = rows.find(({ name }) => name === 'new');
  const monthly = (usd: number) => (usd / Math.max(scored, 1e-9)) * HOURS_A_MONTH;
  const isQueue = scenario.kind === 'queue';
  const figures: readonly Figure[] = [
    ...(usdPerHour > 0
      ? [{ name: 'cost a month', of: (row: Row) => monthly(row.usd), text: (usd: number) => `$${usd.toFixed(2)}` }]
      : []),
    { name: 'worker-hours', of: (row) => row.workerHours, text: hoursText },
    ...(isWeighted(rows) ? [{ name: 'unit-hours', of: (row: Row) => capacityHours(row), text: hoursText }] : []),
    {
      name: isQueue ? 'tasks late' : 'demand lost',
      of: (row: Row) => row.latePercent,
      isShare: true,
      text: (value) => `${value.toFixed(2)} %`,
    },
    { name: 'activities', of: (row) => row.actions, text: String },
    { name: 'launches', of: (row) => row.launches, text: String },
  ];
  const cells = figures.map(({ name, of, text, isShare = false }) => [
    name,
    today ? text(of(today)) : '–',
    fresh ? text(of(fresh)) : '–',
    today && fresh ? changeText(of(today), of(fresh), isShare) : '–',
  ]);
  const lines = [['', 'active', 'new', 'change'], ['---', '---:', '---:', '---:'], ...cells];
  const real = recorded ? `\n\nRecorded: ${hoursText(recorded.workerHours)} worker-hours.` : '';
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n') + real;
}

interface Figure {
  readonly name: string;
  readonly of: (row: Row) => number;
  readonly text: (value: number) => string;
  readonly isShare?: boolean;
}

function changeText(today: number, fresh: number, isShare: boolean): string {
  const signed = (value: number, digits: number) => `${value > 0 ? '+' : ''}${value.toFixed(digits)}`;
  if (isShare) return `${signed(fresh - today, 2)} points`;
  if (today === fresh) return '0 %';
  return today === 0 ? signed(fresh, 1) : `${signed((100 * (fresh - today)) / today, 1)} %`;
}

/** Names and texts come from files, so what Markdown and HTML would read is escaped. */
const escaped = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>|#@]/g, '\\$&').replaceAll('\n', ' ');
