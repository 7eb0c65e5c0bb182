import type { PlayDecision } from './decision-card.ts';
import { byId } from './dom.ts';
import { type ECharts, init } from './echarts.ts';
import { layoutOf } from './layout.ts';
import { linesOf } from './lines.ts';
import { lineOf, nearest, type Pixel } from './near.ts';
import { optionOf, panelTitles } from './option.ts';
import { themeOf } from './theme.ts';
import type { Timeline } from './timeline.ts';
import { tooltipOf } from './tooltip.ts';
import { Widest } from './widest.ts';
import { type Window, windowAround } from './zoom.ts';

/** Maximum distance from the pointer to a decision, in pixels. */
const REACH = 12;

/** A zoom event of the chart: times, or percentages of the whole time range. */
interface Zoomed {
  readonly start?: number;
  readonly end?: number;
  readonly startValue?: number;
  readonly endValue?: number;
  readonly batch?: readonly Zoomed[];
}

/** Draws the panels over time, and finds the decision at the pointer. */
export class TimeChart {
  readonly #timeline: Timeline;
  readonly #decisions: readonly PlayDecision[];
  readonly #place = byId('chart');
  readonly #chart: ECharts;
  readonly #isOn: Map<string, boolean>;
  #window: Window;
  #size = 0;
  readonly #labels = new Widest();
  /** For the labels of the vertical axes, in pixels. */
  #room = 0;
  #pointed: PlayDecision | undefined;
  #pointedAt: number;
  #selected: PlayDecision | undefined;

  /** `decisions`: in order of time. `tapped`: receives the decision that the reader clicks or taps. */
  constructor(timeline: Timeline, decisions: readonly PlayDecision[], tapped: (decision: PlayDecision) => void) {
    this.#timeline = timeline;
    this.#decisions = decisions;
    const { start } = timeline.data;
    this.#window = { from: start, to: timeline.end };
    this.#pointedAt = start;
    const lines = linesOf(timeline.data);
    this.#isOn = new Map(lines.map(({ name, isOn }) => [name, isOn]));
    this.#chart = init(this.#place, null, { renderer: 'canvas', height: 600 });
    // Registered before the chart's own listeners, because the tooltip shows the decision found here.
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

  /** Redraws the chart in the current colours and size. Keeps the zoom and the visible lines. */
  draw(): void {
    const width = this.#place.clientWidth;
    this.#room = this.#labels.width;
    const layout = layoutOf(width, panelTitles(this.#timeline), this.#room);
    const theme = themeOf(document.body);
    this.#size = this.#sizeOfMarks();
    this.#place.style.height = `${layout.height}px`;
    this.#chart.resize({ width, height: layout.height });
    this.#chart.setOption(
      optionOf(this.#timeline, theme, layout, {
        size: this.#size,
        description: this.#place.dataset['description'] ?? '',
        tooltip: () =>
          tooltipOf(this.#timeline, theme, { at: this.#pointedAt, decision: this.#pointed }, (name) =>
            this.#shows(name),
          ),
        labelled: (label) => {
          this.#labels.add(label, `${layout.fontSize}px ${theme.font}`);
          return label;
        },
      }),
    );
    this.#ring();
    this.#fit();
  }

  /** The labels are known only once they are drawn. */
  #fit(): void {
    if (this.#labels.width > this.#room) this.draw();
  }

  toggle(name: string, isOn: boolean): void {
    this.#isOn.set(name, isOn);
    this.#chart.dispatchAction({ type: isOn ? 'legendSelect' : 'legendUnSelect', name });
    this.#ring();
    this.#fit();
  }

  /** Shows a span of time around the selected decision, or else around the middle of the current window. */
  zoom(span: number): void {
    const { from, to } = this.#window;
    this.#show(windowAround(this.#selected?.decision.at ?? (from + to) / 2, span, this.#timeline));
  }

  /** Marks a decision, and moves the window if it is not visible. */
  select(selected: PlayDecision): void {
    this.#selected = selected;
    const { from, to } = this.#window;
    const { at } = selected.decision;
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
    const selected = this.#selected;
    const data = selected && this.#shows(lineOf(selected)) ? [[selected.decision.at, selected.decision.to]] : [];
    this.#chart.setOption({ series: [{ id: 'selected', data }] });
  }

  #point(pixel: Pixel): void {
    const at = (x: number) => this.#chart.convertFromPixel({ xAxisIndex: 0 }, x) as unknown as number;
    this.#pointedAt = at(pixel[0]);
    const shown = this.#decisions.filter((decision) => this.#shows(lineOf(decision)));
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

  /** Smaller marks for many decisions, so that they do not hide the line. */
  #sizeOfMarks(): number {
    const { from, to } = this.#window;
    const visible = this.#decisions.filter(({ decision: { at } }) => at >= from && at <= to).length;
    const room = this.#place.clientWidth / Math.max(1, visible);
    return room > 16 ? 11 : room > 6 ? 8 : room > 2 ? 6 : 4;
  }
}
