import type { Column } from '../data.ts';
import { decisionCard, type PlayDecision } from './decision-card.ts';
import { element } from './dom.ts';
import { clockText, dateText, momentText, short, spanText } from './format.ts';
import { playName } from './lines.ts';
import { panelColor, type Theme } from './theme.ts';
import type { Timeline } from './timeline.ts';

export interface Pointed {
  readonly at: number;
  readonly decision: PlayDecision | undefined;
}

/** Content of the tooltip: the bucket's figures and the nearest decision. */
export function tooltipOf(
  timeline: Timeline,
  theme: Theme,
  { at, decision }: Pointed,
  isOn: (name: string) => boolean,
): HTMLElement {
  const { data } = timeline;
  const bucket = timeline.bucketAt(decision?.decision.at ?? at);
  const figures: HTMLElement[] = [];
  const addRow = (color: string, name: string, value: string) =>
    figures.push(element('tr', '', element('td', '', swatch(color), name), element('td', '', value)));
  const value = (column: Column) => column[bucket] ?? 0;
  const known = (column: Column) => (column[bucket] == null ? '–' : short(column[bucket]));

  if (data.demand && isOn('demand')) {
    const { mean, least, most } = data.demand;
    const range = value(least) === value(most) ? '' : ` (${short(value(least))}–${short(value(most))})`;
    addRow(theme.demand, 'Demand', short(value(mean)) + range);
  }
  if (data.optimum && isOn('optimum')) addRow(theme.optimum, 'Optimum', short(value(data.optimum)));
  const several = data.plays.length > 1;
  for (const [index, play] of data.plays.entries()) {
    if (!isOn(playName(index))) continue;
    const color = theme.play(index);
    addRow(color, several ? play.name : 'Ready', `${known(play.ready)} ready${booting(value(play.booting))}`);
    if (play.desired) addRow('transparent', 'desired', known(play.desired));
    if (play.oldest) addRow('transparent', 'longest wait', spanText(value(play.oldest) * 1000));
    else if (value(play.lost) > 0) addRow('transparent', 'lost', `${short(value(timeline.lostPercent(play)))} %`);
    if (data.kind !== 'recorded') addRow('transparent', 'billed', short(value(play.billed)));
  }
  for (const { title, lines } of data.panels) {
    for (const { label, column, color } of lines) {
      if (lines.length === 1 || value(column) > 0) addRow(panelColor(color, theme), label || title, known(column));
    }
  }
  return element(
    'div',
    'tip',
    decision ? decisionCard(decision, data) : null,
    element('p', 'when', momentsOf(timeline, bucket)),
    element('table', 'values', element('tbody', '', ...figures)),
  );
}

const booting = (count: number): string => (count > 0 ? ` + ${short(count)} booting` : '');

function momentsOf(timeline: Timeline, bucket: number): string {
  const from = timeline.startOf(bucket);
  if (timeline.data.width === 1) return momentText(from);
  return `${dateText(from)}, ${clockText(from)} to ${clockText(Math.min(timeline.end, from + timeline.span))}`;
}

function swatch(color: string): HTMLElement {
  const square = element('span', 'swatch');
  square.style.background = color;
  return square;
}
