import type { Told } from './decision-card.ts';
import { byId } from './dom.ts';
import { type ECharts, init } from './echarts.ts';
import { layoutOf } from './layout.ts';
import { linesOf } from './lines.ts';
import { lineOf, nearest, type Pixel } from './near.ts';
import { optionOf, panelTitles } from './option.ts';
import { themeOf } from './theme.ts';
import type { Timeline } from './timeline.ts';
import { tooltipOf } from './tooltip.ts';
import { type Window, windowAround } from './zoom.ts';

/** How far from a decision it is still pointed at, pixels. */
const REACH = 12;

/** What the chart tells of a zoom: times, or percent of all the time. */
interface Zoomed {
  readonly start?: number;
  readonly end?: number;
  readonly startValue?: number;
  readonly endValue?: number;
  readonly batch?: readonly Zoomed[];
}

/** The panels over time: draws them, and knows what is pointed at. */
export class TimeChart {
  readonly #timeline: Timeline;
  readonly #told: readonly Told[];
  readonly #place = byId('chart');
  readonly #chart: ECharts;
  readonly #isOn: Map<string, boolean>;
  #window: Window;
  #size = 0;
  #pointed: Told | undefined;
  #pointedAt: number;
  #selected: Told | undefined;

  /** `told`: all decisions in order; `tapped`: called with the one that was clicked or tapped. */
  constructor(timeline: Timeline, told: readonly Told[], tapped: (told: Told) => void) {
    this.#timeline = timeline;
    this.#told = told;
    const { start } = timeline.data;
    this.#window = { from: start, to: timeline.end };
    this.#pointedAt = start;
    const lines = linesOf(timeline.data);
    this.#isOn = new Map(lines.map(({ name, isOn }) => [name, isOn]));
    this.#chart = init(this.#place, null, { renderer: 'canvas', height: 600 });
    // Before the chart's own listeners, which tell what was found here.
    this.#chart.getZr().on('mousemove', ({ offsetX, offsetY }) => this.#point([offsetX, offsetY]));
    this.#chart.getZr().on('click', ({ offsetX, offsetY }) => {
      this.#point([offsetX, offsetY]);
      if (!this.#pointed) return;
      this.select(this.#pointed);
      tapped(this.#pointed);
    });
    this.#chart.setOption({ legend: { selected: Object.fromEntries(this.#isOn) } });
    this.draw();
    this.#chart.on('datazoom', (event) => this.#zoomed(event as Zoomed));
  }

  /** All of it afresh, in the colours and the room there are now; what was switched and zoomed stays. */
  draw(): void {
    const width = this.#place.clientWidth;
    const layout = layoutOf(width, panelTitles(this.#timeline));
    const theme = themeOf(document.body);
    this.#size = this.#sizeOfMarks();
    this.#place.style.height = `${layout.height}px`;
    this.#chart.resize({ width, height: layout.height });
    this.#chart.setOption(
      optionOf(this.#timeline, theme, layout, {
        size: this.#size,
        description: this.#place.dataset['description'] ?? '',
        tooltip: () =>
          tooltipOf(this.#timeline, theme, { at: this.#pointedAt, told: this.#pointed }, (name) => this.#shows(name)),
      }),
    );
    this.#ring();
  }

  toggle(name: string, isOn: boolean): void {
    this.#isOn.set(name, isOn);
    this.#chart.dispatchAction({ type: isOn ? 'legendSelect' : 'legendUnSelect', name });
    this.#ring();
  }

  /** Shows so much of the time, around what is selected or else around the middle of what is seen. */
  zoom(span: number): void {
    const { from, to } = this.#window;
    this.#show(windowAround(this.#selected?.decision.at ?? (from + to) / 2, span, this.#timeline));
  }

  /** Marks a decision, and brings it into what is seen. */
  select(told: Told): void {
    this.#selected = told;
    const { from, to } = this.#window;
    const { at } = told.decision;
    if (at < from || at > to) this.#show(windowAround(at, to - from, this.#timeline));
    this.#ring();
  }

  #shows(name: string): boolean {
    return this.#isOn.get(name) === true;
  }

  #show({ from, to }: Window): void {
    this.#chart.dispatchAction({ type: 'dataZoom', startValue: from, endValue: to });
  }

  #ring(): void {
    const told = this.#selected;
    const data = told && this.#shows(lineOf(told)) ? [[told.decision.at, told.decision.to]] : [];
    this.#chart.setOption({ series: [{ id: 'selected', data }] });
  }

  #point(pixel: Pixel): void {
    const at = (x: number) => this.#chart.convertFromPixel({ xAxisIndex: 0 }, x) as unknown as number;
    this.#pointedAt = at(pixel[0]);
    const shown = this.#told.filter((each) => this.#shows(lineOf(each)));
    const reach = [at(pixel[0] - REACH), at(pixel[0] + REACH)] as const;
    this.#pointed = nearest(shown, pixel, reach, ({ decision }) => {
      const [x = 0, y = 0] = this.#chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [decision.at, decision.to]);
      return [x, y];
    });
  }

  #zoomed(event: Zoomed): void {
    const { start, end, startValue, endValue } = event.batch?.[0] ?? event;
    const first = this.#timeline.data.start;
    const at = (percent: number) => first + ((this.#timeline.end - first) * percent) / 100;
    this.#window = { from: startValue ?? at(start ?? 0), to: endValue ?? at(end ?? 100) };
    if (this.#sizeOfMarks() !== this.#size) this.draw();
  }

  /** Large where there are few, so that many do not hide the line. */
  #sizeOfMarks(): number {
    const { from, to } = this.#window;
    const seen = this.#told.filter(({ decision: { at } }) => at >= from && at <= to).length;
    const room = this.#place.clientWidth / Math.max(1, seen);
    return room > 16 ? 11 : room > 6 ? 8 : room > 2 ? 6 : 4;
  }
}
