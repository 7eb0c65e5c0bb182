import { plot } from 'simple-ascii-chart';

const TICK_SECONDS = 20;

const ticks = (end: number): number[] =>
  Array.from({ length: Math.floor(end / TICK_SECONDS) + 1 }, (_, index) => index * TICK_SECONDS);

export interface PlayedPoint {
  /** Seconds since the play began. */
  readonly at: number;
  /** Workers the demand needs at the policy's target. */
  readonly needed: number;
  /** Workers, counted by tag, that are not draining or terminating. */
  readonly workers: number;
}

/** Demand and workers over time. Without colors, demand is a thin line and workers a thick one. */
export function playedChart(points: readonly PlayedPoint[], isColored: boolean): string {
  const needed = points.map(({ at, needed: value }): [number, number] => [at, Math.round(value * 10) / 10]);
  const actual = points.map(({ at, workers }): [number, number] => [at, workers]);
  const chart = plot([needed, actual], {
    title: 'Workers over time',
    width: 72,
    height: 14,
    xLabel: 'seconds',
    customXAxisTicks: ticks(points.at(-1)?.at ?? 0),
    legend: { position: 'bottom', series: ['workers the demand needs', 'actual workers, by tag'] },
    color: ['ansiBlue', 'ansiGreen'],
    formatter: (value, { axis }) => (axis === 'y' ? Math.round(value * 10) / 10 : Math.round(value)),
  });
  return isColored ? chart : withoutColors(chart);
}

const THICK = '━┃┏┓┗┛█';
const THIN = '─│┌┐└┘─';
/** A colored character of the chart: blue is demand. */
const COLORED = new RegExp(`${'\u001B'}\\[3(\\d)m(.)${'\u001B'}\\[0m`, 'gu');

const withoutColors = (chart: string): string =>
  chart.replaceAll(COLORED, (_, color: string, character: string) => {
    if (color !== '4') return character === '█' ? '━' : character;
    return THIN[THICK.indexOf(character)] ?? character;
  });
