import { init } from 'echarts';
import type { Scenario } from '../../../shared/simulation/index.ts';
import type { Colours } from './colours.ts';
import type { Lines, Scene } from './played.ts';

const SIZE = { width: 800, height: 400 };
const LEFT = 46;
const RIGHT = 22;
/** Top and height of what workers there were, and of what was lost or late. */
const PANELS = [
  { top: 82, height: 184 },
  { top: 306, height: 64 },
] as const;
const FONT = 'system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif';
/** More points than that are not seen at this size. */
const POINTS = 480;

type Point = readonly [number, number];

/** As SVG, the same each time for the same plays. */
export function pictureOf({ title, from }: Scene, plays: readonly Lines[], world: Scenario, colours: Colours): string {
  const start = Date.parse(from);
  const steps = plays[0]?.demand.length ?? 0;
  const width = Math.max(1, Math.ceil(steps / POINTS));
  const points = (values: readonly number[]): Point[] =>
    bucketed(values, width).map((value, index) => [start + index * width * world.tick * 1000, value]);
  const isQueue = world.kind === 'queue';
  const colour = (index: number) => colours.plays[index % colours.plays.length] ?? colours.ink;
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  chart.setOption({
    animation: false,
    useUTC: true,
    backgroundColor: colours.surface,
    textStyle: { fontFamily: FONT, color: colours.ink },
    title: { text: title, left: 8, top: 6, textStyle: { color: colours.ink, fontSize: 16, fontWeight: 600 } },
    legend: {
      ...{ left: 2, top: 30, itemWidth: 18, itemHeight: 6, itemGap: 18, icon: 'roundRect' },
      textStyle: { color: colours.ink, fontSize: 13 },
      data: ['demand', ...plays.map(({ name }) => name)],
    },
    grid: PANELS.map((panel) => ({ ...panel, left: LEFT, right: RIGHT, outerBoundsMode: 'none' })),
    xAxis: [0, 1].map((index) => ({
      ...{ type: 'time', gridIndex: index, min: start, max: start + steps * world.tick * 1000 },
      axisLine: { lineStyle: { color: colours.muted } },
      axisTick: { show: index === 1, lineStyle: { color: colours.muted } },
      axisLabel: { show: index === 1, color: colours.muted, fontSize: 12, hideOverlap: true, formatter: '{HH}:{mm}' },
    })),
    yAxis: [0, 1].map((index) => ({
      ...{ type: 'value', gridIndex: index, min: 0, splitNumber: index === 0 ? 4 : 2 },
      name: index === 0 ? 'workers in service' : isQueue ? 'longest wait, minutes' : 'lost, % of the demand',
      nameGap: 8,
      nameTextStyle: { align: 'left', color: colours.muted, fontSize: 12, padding: [0, 0, 0, 8 - LEFT] },
      axisLabel: { color: colours.muted, fontSize: 12 },
      splitLine: { lineStyle: { color: colours.rule } },
    })),
    series: [
      {
        ...line('demand', points(plays[0]?.demand ?? []), colours.demand, 0),
        areaStyle: { color: colours.demand, opacity: 0.4 },
      },
      ...plays.map(({ name, ready }, index) => ({
        ...line(name, changesOf(points(ready)), colour(index), 2.2),
        step: 'end',
      })),
      ...plays.map(({ name, demand, lost, oldest }, index) => ({
        ...line(name, changesOf(points(isQueue ? minutes(oldest) : percent(lost, demand))), colour(index), 1.8),
        ...{ xAxisIndex: 1, yAxisIndex: 1, step: 'end', areaStyle: { color: colour(index), opacity: 0.18 } },
        ...(isQueue && index === 0 ? { markLine: limit(world.startWithin / 60, colours) } : {}),
      })),
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

const line = (name: string, data: readonly Point[], color: string, width: number) => ({
  ...{ type: 'line', name, data, color, showSymbol: false, silent: true },
  lineStyle: { width },
});

const limit = (at: number, colours: Colours) => ({
  ...{ silent: true, symbol: 'none', data: [{ yAxis: at }] },
  lineStyle: { color: colours.held, type: 'dashed', width: 1.2 },
  label: { position: 'insideStartTop', formatter: 'late', color: colours.held, fontSize: 12 },
});

function bucketed(values: readonly number[], width: number): number[] {
  return Array.from({ length: Math.ceil(values.length / width) }, (_, index) => {
    const some = values.slice(index * width, (index + 1) * width);
    return Math.round((some.reduce((sum, value) => sum + value, 0) / some.length) * 100) / 100;
  });
}

/** Where a line of steps goes on as it was, nothing needs to be written. */
const changesOf = (points: readonly Point[]): Point[] =>
  points.filter(([, value], index) => index === 0 || index === points.length - 1 || value !== points[index - 1]?.[1]);

const minutes = (seconds: readonly number[]): number[] => seconds.map((each) => each / 60);
const percent = (lost: readonly number[], demand: readonly number[]): number[] =>
  lost.map((each, index) => (100 * each) / Math.max(1e-9, demand[index] ?? 0));
