import { plot } from 'simple-ascii-chart';
import type { Datapoint } from '../shared/model/index.ts';

const HEIGHT = 8;
/** What the chart needs beside its points: the labels of the axis. */
const MARGIN = 10;
const LEAST_WIDTH = 20;
const COLORS = ['ansiBlue', 'ansiGreen'] as const;
const DAY_MS = 86_400_000;
const COLUMNS_FOR_A_TICK = 14;
const MINUTE_MS = 60_000;
const TICK_SPANS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880].map((minutes) => minutes * MINUTE_MS),
];

export interface ChartLine {
  readonly name: string;
  readonly points: readonly Datapoint[];
}

export interface ChartSize {
  readonly from: number;
  readonly to: number;
  /** The axis may begin above 0, so that small changes of large values are visible. */
  readonly isZoomed?: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
  readonly isColored: boolean;
}

/** Lines over time for a terminal, each with a legend if there are several. Without colors, the first is thin. */
export function chart(title: string, lines: readonly ChartLine[], size: ChartSize): string {
  const width = Math.max(LEAST_WIDTH, size.columns - MARGIN);
  const span = { ...size, from: knownSince(lines, size) };
  const drawn = lines.map(({ points }) => inColumns(points, width, span));
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value));
  const [lowest, most] = [Math.min(...values), Math.max(...values)];
  const isFarFromZero = size.isZoomed === true && lowest > most / 2 && most > lowest;
  const least = isFarFromZero ? lowest : Math.min(lowest, 0);
  const text = plot(drawn, {
    title,
    width,
    height: HEIGHT,
    color: [...COLORS],
    yRange: [least, most > least ? most : least + 1],
    ...(lines.length > 1 ? { legend: { position: 'bottom', series: lines.map(({ name }) => name) } } : {}),
    customXAxisTicks: ticksIn(span, width),
    formatter: (value, { axis }) => (axis === 'y' ? figure(value) : clock(value, span)),
  });
  return (size.isColored ? text : withoutColors(text))
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** The axis begins with the first value, because the plot does. */
function knownSince(lines: readonly ChartLine[], { from, to }: ChartSize): number {
  const first = Math.min(...lines.flatMap(({ points }) => points[0]?.at ?? []));
  return Math.min(Math.max(from, first), to - 1000);
}

/** A value for each column: the last one up to it. */
function inColumns(points: readonly Datapoint[], columns: number, { from, to }: ChartSize): [number, number][] {
  const waiting = points.values();
  let next = waiting.next();
  let value: number | undefined;
  return Array.from({ length: columns }, (_, column) => from + ((to - from) * column) / (columns - 1)).flatMap((at) => {
    for (; !next.done && next.value.at <= at; next = waiting.next()) value = next.value.value;
    return value === undefined ? [] : [[at, value] as [number, number]];
  });
}

/** Whole hours, minutes or their parts, as many as have room. */
function ticksIn({ from, to }: ChartSize, width: number): number[] {
  const span = TICK_SPANS.find((each) => (to - from) / each <= width / COLUMNS_FOR_A_TICK) ?? 7 * DAY_MS;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / span) * span; at <= to; at += span) ticks.push(at);
  return ticks;
}

/** `cpu, 62.1 to 71.4, newest 66`: exact figures, because a chart of eight lines shows values only roughly. */
export function titleOf(name: string, points: readonly Datapoint[]): string {
  const newest = points.at(-1);
  if (!newest) return name;
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most
    ? `${name}, ${figure(most)}`
    : `${name}, ${figure(least)} to ${figure(most)}, newest ${figure(newest.value)}`;
}

const figure = (value: number): string =>
  value.toLocaleString('en', Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });

const clock = (at: number, { from, to }: ChartSize): string => {
  const text = new Date(at).toISOString();
  if (to - from > DAY_MS) return text.slice(5, 16).replace('T', ' ');
  return at % MINUTE_MS === 0 ? text.slice(11, 16) : text.slice(11, 19);
};

const THICK = '━┃┏┓┗┛█';
const THIN = '─│┌┐└┘─';
/** A colored character of the chart: the second line is green. */
const COLORED = new RegExp(`${'\u001B'}\\[3(\\d)m(.)${'\u001B'}\\[0m`, 'gu');

const withoutColors = (text: string): string =>
  text.replaceAll(COLORED, (_, color: string, character: string) => {
    if (color !== '4') return character === '█' ? '━' : character;
    return THIN[THICK.indexOf(character)] ?? character;
  });
