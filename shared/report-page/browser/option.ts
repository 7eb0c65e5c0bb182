import type { GridComponentOption } from 'echarts/components';
import type { EChartsCoreOption } from 'echarts/core';
import { dollars, short } from './format.ts';
import type { Layout } from './layout.ts';
import { seriesOf } from './series.ts';
import type { Theme } from './theme.ts';
import type { Timeline } from './timeline.ts';

const MIN_BUCKETS = 12;
const DAY = '{bold|{d} {MMM}}';
const TIMES = { year: DAY, month: DAY, day: DAY, hour: '{HH}:{mm}', minute: '{HH}:{mm}', second: '{HH}:{mm}:{ss}' };

export function panelTitles({ data: { kind, hourlyUsd, panels } }: Timeline): string[] {
  if (kind === 'recorded') return ['Workers', ...panels.map(({ title }) => title)];
  return [
    'Workers',
    kind === 'queue' ? 'Longest wait of a task' : 'Lost, % of the demand',
    'Billed workers',
    hourlyUsd > 0 ? 'Dollars so far' : 'Worker-hours so far',
  ];
}

interface Drawn {
  /** Of marks, in pixels. */
  readonly size: number;
  readonly description: string;
  readonly tooltip: () => HTMLElement;
  /** Gets each label of a vertical axis, and returns it. */
  readonly labelled: (label: string) => string;
}

/** Options of the chart. They leave out the zoom and the visible lines, which the reader controls. */
export function optionOf(
  timeline: Timeline,
  theme: Theme,
  layout: Layout,
  { size, description, tooltip, labelled }: Drawn,
): EChartsCoreOption {
  const all = layout.panels.map((_, index) => index);
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: theme.font, color: theme.ink },
    aria: { enabled: true, label: { description } },
    legend: { show: false },
    grid: layout.panels.map(
      ({ top, height }): GridComponentOption => ({
        top,
        height,
        left: layout.left,
        right: layout.right,
        // The panels share their time axis, so a label must not shrink a panel.
        outerBoundsMode: 'none',
      }),
    ),
    xAxis: all.map((index) => timeAxis(index, all.length, theme, layout, timeline)),
    yAxis: all.map((index) => amountAxis(index, theme, layout, timeline, labelled)),
    axisPointer: { link: [{ xAxisIndex: 'all' }], lineStyle: { color: theme.muted, width: 1, type: 'solid' } },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      formatter: tooltip,
      backgroundColor: theme.surface,
      borderColor: theme.rule,
      padding: 0,
      textStyle: { color: theme.ink, fontSize: 13 },
    },
    dataZoom: zooms(all, theme, layout, timeline),
    series: [...seriesOf(timeline, theme, size), { type: 'scatter', id: 'selected', silent: true, ...ring(theme) }],
  };
}

/** Marks the decision that is described below the chart. */
const ring = ({ ink }: Theme) => ({
  symbol: 'circle',
  symbolSize: 20,
  animation: false,
  itemStyle: { color: 'transparent', borderColor: ink, borderWidth: 2 },
  z: 5,
});

function timeAxis(index: number, count: number, theme: Theme, layout: Layout, timeline: Timeline) {
  const hasLabels = index === 0 || index === count - 1;
  return {
    type: 'time',
    gridIndex: index,
    min: timeline.data.start,
    max: timeline.end,
    axisLine: { lineStyle: { color: theme.rule }, onZero: true },
    axisTick: { show: hasLabels, lineStyle: { color: theme.rule } },
    axisLabel: {
      show: hasLabels,
      color: theme.muted,
      hideOverlap: true,
      fontSize: layout.fontSize,
      formatter: TIMES,
      rich: { bold: { fontWeight: 'bold', color: theme.muted, fontSize: layout.fontSize } },
    },
    splitNumber: layout.isNarrow ? 4 : 8,
    splitLine: { show: false },
    axisPointer: { label: { show: false } },
  };
}

function amountAxis(index: number, theme: Theme, layout: Layout, timeline: Timeline, labelled: Drawn['labelled']) {
  const isFirst = index === 0;
  const isWait = index === 1 && timeline.data.kind === 'queue';
  const isRecorded = timeline.data.kind === 'recorded';
  const isDollars = index === 3 && timeline.data.hourlyUsd > 0 && !isRecorded;
  return {
    type: 'value',
    gridIndex: index,
    // A metric may be negative.
    min: ({ min }: { min: number }) => Math.min(0, min),
    // The axis extends to at least 1 % or 1 min, so that it is not empty without a shortage.
    ...(index === 1 && !isRecorded ? { max: ({ max }: { max: number }) => (max > 1 ? null : 1) } : {}),
    splitNumber: isFirst ? 5 : 2,
    name: layout.panels[index]?.title ?? '',
    nameLocation: 'end',
    nameGap: 11,
    nameTextStyle: {
      align: 'left',
      color: theme.ink,
      fontWeight: 600,
      fontSize: 12,
      padding: [0, 0, 0, -layout.left + 2],
    },
    axisLabel: {
      color: theme.muted,
      fontSize: layout.fontSize,
      formatter: (value: number) =>
        labelled(isWait ? `${short(value)} min` : isDollars ? dollars(value).replace(/\.00$/, '') : short(value)),
    },
    splitLine: { lineStyle: { color: theme.rule, opacity: 0.6 } },
  };
}

function zooms(all: number[], theme: Theme, layout: Layout, timeline: Timeline) {
  const common = {
    xAxisIndex: all,
    minValueSpan: Math.min(timeline.end - timeline.data.start, MIN_BUCKETS * timeline.span),
  };
  return [
    // The wheel scrolls the page and zooms only with Ctrl, which is also what browsers report for a touchpad pinch.
    { ...common, type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true, preventDefaultMouseMove: false },
    {
      ...common,
      type: 'slider',
      top: layout.sliderTop,
      left: layout.left,
      right: layout.right,
      height: 26,
      showDetail: false,
      brushSelect: false,
      borderColor: theme.rule,
      backgroundColor: 'transparent',
      fillerColor: `${theme.demand}22`,
      dataBackground: {
        lineStyle: { color: theme.muted, opacity: 0.5 },
        areaStyle: { color: theme.muted, opacity: 0.12 },
      },
      selectedDataBackground: { lineStyle: { color: theme.muted }, areaStyle: { color: theme.muted, opacity: 0.2 } },
      handleStyle: { color: theme.surface, borderColor: theme.muted },
      moveHandleStyle: { color: theme.muted, opacity: 0.4 },
      emphasis: { handleStyle: { borderColor: theme.ink }, moveHandleStyle: { color: theme.ink } },
    },
  ];
}
