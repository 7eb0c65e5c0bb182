import type { PageData } from '../data.ts';
import { TimeChart } from './chart.ts';
import { byId } from './dom.ts';
import { showLegend } from './legend.ts';
import { linesOf } from './lines.ts';
import { allDecisions } from './near.ts';
import { Stepper } from './stepper.ts';
import { Timeline } from './timeline.ts';
import { showZoom } from './zoom.ts';

const data = JSON.parse(byId('data').textContent ?? '') as PageData;
const timeline = new Timeline(data);
const decisions = allDecisions(data);

const chart = new TimeChart(timeline, decisions, (decision) => stepper.show(decision));
const stepper = new Stepper(data, decisions, (decision) => chart.select(decision));
showLegend(linesOf(data), (name, isOn) => {
  chart.toggle(name, isOn);
});
showZoom(timeline, (span) => chart.zoom(span));

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart.draw());
let width = byId('chart').clientWidth;
new ResizeObserver(() => {
  if (byId('chart').clientWidth === width) return;
  width = byId('chart').clientWidth;
  chart.draw();
}).observe(byId('chart'));
