import { decisionCard, type Told } from './decision-card.ts';
import { element } from './dom.ts';
import { playName } from './lines.ts';
import type { Theme } from './theme.ts';
import type { Timeline } from './timeline.ts';
import { clockText, dateText, momentText, short, spanText } from './words.ts';

export interface Pointed {
  readonly at: number;
  readonly told: Told | undefined;
}

/** What is told beside the pointer: the bucket's figures, and the decision that is near. */
export function tooltipOf(
  timeline: Timeline,
  theme: Theme,
  { at, told }: Pointed,
  isOn: (name: string) => boolean,
): HTMLElement {
  const { data } = timeline;
  const bucket = timeline.bucketAt(told?.decision.at ?? at);
  const figures: HTMLElement[] = [];
  const tell = (color: string, name: string, value: string) =>
    figures.push(element('tr', '', element('td', '', swatch(color), name), element('td', '', value)));
  const value = (column: readonly number[]) => column[bucket] ?? 0;

  const { mean, least, most } = data.demand;
  const range = value(least) === value(most) ? '' : ` (${short(value(least))}–${short(value(most))})`;
  if (isOn('demand')) tell(theme.demand, 'Demand', short(value(mean)) + range);
  if (data.optimum && isOn('optimum')) tell(theme.optimum, 'Optimum', short(value(data.optimum)));
  const several = data.plays.length > 1;
  for (const [index, play] of data.plays.entries()) {
    if (!isOn(playName(index))) continue;
    const color = theme.play(index);
    tell(color, several ? play.name : 'Ready', `${short(value(play.ready))} ready${booting(value(play.booting))}`);
    if (play.desired) tell('transparent', 'desired', short(value(play.desired)));
    if (play.oldest) tell('transparent', 'longest wait', spanText(value(play.oldest) * 1000));
    else if (value(play.lost) > 0) tell('transparent', 'lost', `${short(value(timeline.lostPercent(play)))} %`);
    tell('transparent', 'billed', short(value(play.billed)));
  }
  return element(
    'div',
    'tip',
    told ? decisionCard(told, data) : null,
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
  const made = element('span', 'swatch');
  made.style.background = color;
  return made;
}
