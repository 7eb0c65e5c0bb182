import type { LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { DecisionData, PageData, PlayData } from '../data.ts';
import { spanText } from './format.ts';
import { changesName, desiredName, heldName, isDetailed, playName } from './lines.ts';
import { panelColor, type Theme } from './theme.ts';
import type { Points, Timeline } from './timeline.ts';

type Series = LineSeriesOption | ScatterSeriesOption;
const PANEL = { workers: 0, shortage: 1, billed: 2, cost: 3 } as const;

/** Series of every panel. `size`: size of a decision's mark. */
export function seriesOf(timeline: Timeline, theme: Theme, size: number): Series[] {
  const { plays, optimum, demand } = timeline.data;
  const series: Series[] = demand ? demandSeries(demand, timeline, theme) : [];
  if (optimum) {
    const optimumLine = line('optimum', 'optimum', timeline.points(optimum), theme.optimum, 1.2);
    series.push({ ...optimumLine, step: 'end', lineStyle: { width: 1.2, type: [2, 2] } });
  }
  // The first play is drawn last, on top.
  for (const [index, play] of [...plays.entries()].reverse()) series.push(...playSeries(play, index, timeline, theme));
  for (const [index, play] of plays.entries()) {
    if (isDetailed(plays, index)) series.push(...decisionSeries(play, index, theme, size));
  }
  return [...series, ...panelSeries(timeline, theme)];
}

function demandSeries(demand: NonNullable<PageData['demand']>, timeline: Timeline, theme: Theme): Series[] {
  const band = demand.most.map((most, bucket) => (most ?? 0) - (demand.least[bucket] ?? 0));
  return [
    {
      ...line('demand', 'demand', timeline.points(demand.mean), theme.demand, 1),
      areaStyle: { opacity: 0.16 },
      ...burnInLine(timeline, theme),
    },
    // The range of a bucket: an area stacked on an invisible line at the minimum.
    { ...line('demand-least', 'demand', timeline.points(demand.least), 'transparent', 0), stack: 'demand' },
    {
      ...line('demand-band', 'demand', timeline.points(band), 'transparent', 0),
      stack: 'demand',
      areaStyle: { color: theme.demand, opacity: 0.3 },
    },
  ];
}

/** The lines of the panels below that of the workers. */
function panelSeries(timeline: Timeline, theme: Theme): Series[] {
  return timeline.data.panels.flatMap(({ lines }, panel) =>
    lines.map(
      ({ column, color }, index): Series => ({
        ...line(`panel-${panel}:${index}`, `panel-${panel}`, timeline.points(column), panelColor(color, theme), 1.4),
        xAxisIndex: panel + 1,
        yAxisIndex: panel + 1,
        step: 'end',
        ...(lines.length === 1 ? { areaStyle: { opacity: 0.12 } } : {}),
      }),
    ),
  );
}

function playSeries(play: PlayData, index: number, timeline: Timeline, theme: Theme): Series[] {
  const color = theme.play(index);
  const name = playName(index);
  const isFirst = index === 0;
  const panel = (place: number) => ({ xAxisIndex: place, yAxisIndex: place });
  const of = (kind: string, points: Points, width: number) => line(`${kind}:${index}`, name, points, color, width);
  const shortage = play.oldest?.map((seconds) => (seconds ?? 0) / 60) ?? timeline.lostPercent(play);
  const drawn: Series[] =
    timeline.data.kind === 'recorded'
      ? []
      : [
          {
            ...of('shortage', timeline.points(shortage), 1.2),
            ...panel(PANEL.shortage),
            step: 'end',
            ...(isFirst ? { areaStyle: { opacity: 0.25 }, ...limitLine(timeline, theme) } : {}),
          },
          {
            ...of('billed', timeline.points(play.billed), 1.2),
            ...panel(PANEL.billed),
            step: 'end',
            ...(isFirst ? { areaStyle: { opacity: 0.12 } } : {}),
          },
          { ...of('cost', timeline.costSoFar(play), isFirst ? 2 : 1.4), ...panel(PANEL.cost) },
        ];
  if (play.desired && isDetailed(timeline.data.plays, index)) {
    const desired = line(`desired:${index}`, desiredName(index), timeline.points(play.desired), color, 1);
    drawn.push({ ...desired, step: 'end', lineStyle: { width: 1, type: [4, 3], opacity: 0.8 } });
  }
  drawn.push({
    ...of('ready', timeline.points(play.ready), isFirst ? 2 : 1.4),
    step: 'end',
    ...(isFirst ? spansOf(timeline, theme) : {}),
  });
  return drawn;
}

function line(id: string, name: string, data: Points, color: string, width: number): LineSeriesOption {
  return {
    type: 'line',
    id,
    name,
    data: data as [number, number][],
    color,
    showSymbol: false,
    symbol: 'none',
    silent: true,
    emphasis: { disabled: true },
    lineStyle: { width },
    animation: false,
  };
}

/** The limit above which a wait is late. */
const limitLine = ({ data: { startWithin } }: Timeline, theme: Theme): Marked =>
  startWithin === null
    ? {}
    : markLine({ yAxis: startWithin / 60 }, `late after ${spanText(startWithin * 1000)}`, theme.held, theme);

const burnInLine = ({ data: { start, burnIn, tick } }: Timeline, theme: Theme): Marked =>
  burnIn === 0 ? {} : markLine({ xAxis: start + burnIn * tick * 1000 }, 'scored from here', theme.muted, theme);

/** Times that are marked behind the workers. */
const spansOf = ({ data: { spans = [] } }: Timeline, theme: Theme): Pick<LineSeriesOption, 'markArea'> =>
  spans.length === 0
    ? {}
    : {
        markArea: {
          silent: true,
          animation: false,
          itemStyle: { color: theme.muted, opacity: 0.15 },
          // At the bottom: the lines of workers run near the top while a rollout launches before it terminates.
          label: { position: 'insideBottom', color: theme.muted },
          data: spans.map(({ from, until, label }) => [{ name: label, xAxis: from }, { xAxis: until }]),
        },
      };

type Marked = Pick<LineSeriesOption, 'markLine'>;
type Place = { readonly yAxis: number } | { readonly xAxis: number };

function markLine(place: Place, label: string, color: string, theme: Theme): Marked {
  const position = 'yAxis' in place ? 'insideEndTop' : 'end';
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      lineStyle: { color, type: 'dashed', width: 1 },
      label: { position, formatter: label, color: theme.muted },
      data: [place],
    },
  };
}

const UP = 'triangle';
const DOWN = 'path://M0,0 L10,0 L5,9 Z';

/** Decisions on the line of desired capacity: triangles for changes, diamonds for capacity held by a constraint. */
function decisionSeries({ decisions }: PlayData, index: number, theme: Theme, size: number): Series[] {
  const color = theme.play(index);
  const points = (includes: (decision: DecisionData) => boolean) =>
    decisions.filter(includes).map(({ at, to }) => [at, to] as [number, number]);
  const marks = (id: string, name: string, data: [number, number][], symbol: string): ScatterSeriesOption => ({
    type: 'scatter',
    id: `${id}:${index}`,
    name,
    data,
    symbol,
    symbolSize: size,
    silent: true,
    animation: false,
    itemStyle: { color, borderColor: theme.surface, borderWidth: size > 6 ? 1 : 0.5, opacity: 1 },
    z: 4,
  });
  const hollow = { color: theme.surface, borderColor: theme.held, borderWidth: size > 6 ? 1.5 : 1 };
  return [
    {
      ...marks(
        'held',
        heldName(index),
        points(({ from, to }) => from === to),
        'diamond',
      ),
      symbolSize: Math.max(4, size - 2),
      itemStyle: hollow,
      z: 3,
    },
    marks(
      'out',
      changesName(index),
      points(({ from, to }) => to > from),
      UP,
    ),
    marks(
      'in',
      changesName(index),
      points(({ from, to }) => to < from),
      DOWN,
    ),
  ];
}
