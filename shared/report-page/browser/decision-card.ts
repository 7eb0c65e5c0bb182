import type { DecisionData, PageData } from '../data.ts';
import { ID_CLASS, splitAtIds } from '../instance-ids.ts';
import { element } from './dom.ts';
import { clockText, dateText, momentText, short, spanText } from './format.ts';

/** A decision and the index of its play. */
export interface PlayDecision {
  readonly decision: DecisionData;
  readonly play: number;
}

export const isHeld = ({ from, to }: DecisionData): boolean => from === to;

/** Describes a decision in the tooltip and below the chart: result, reason and trace. */
export function decisionCard({ decision, play }: PlayDecision, data: PageData): HTMLElement {
  const textAt = (index: number) => data.texts[index] ?? '';
  const several = data.plays.filter(({ desired }) => desired).length > 1;
  const owner = several ? `${data.plays[play]?.name}: ` : '';
  const trace = element(
    'table',
    'trace',
    element('thead', '', row('th', ['Stage', 'Capacity', 'Because'])),
    element(
      'tbody',
      '',
      ...decision.trace.map(([stage, proposed, because]) =>
        row('td', [textAt(stage), proposed === null ? '–' : short(proposed), textAt(because)]),
      ),
    ),
  );
  return element(
    'div',
    'decision',
    element('p', 'what', timeOf(decision.at), element('strong', '', owner + resultOf(decision))),
    element('p', 'why', ...unbroken(textAt(decision.reason))),
    trace,
  );
}

function timeOf(at: number): HTMLElement {
  const time = element('time', '', momentText(at));
  time.dateTime = new Date(at).toISOString();
  return time;
}

function resultOf({ at, until, times, from, to, proposal, blockedBy }: DecisionData): string {
  const asked = proposal === null || proposal === to ? '' : `; the rules asked for ${short(proposal)}`;
  if (to === from) {
    const end = dateText(at) === dateText(until) ? clockText(until, true) : momentText(until);
    const lasted = times > 1 ? `; ${times} times in ${spanText(until - at)}, until ${end}` : '';
    return `Held at ${short(to)} by ${blockedBy}${asked}${lasted}`;
  }
  const sized = `Scaled ${to > from ? 'out' : 'in'} from ${short(from)} to ${short(to)}`;
  return blockedBy === null ? sized : `${sized}, limited by ${blockedBy}${asked}`;
}

const row = (tag: 'th' | 'td', cells: readonly string[]): HTMLElement =>
  element('tr', '', ...cells.map((cell) => element(tag, '', ...unbroken(cell))));

/** A text whose ids stay in one line each. */
const unbroken = (text: string): (string | HTMLElement)[] =>
  splitAtIds(text).map((part, index) => (index % 2 === 1 ? element('span', ID_CLASS, part) : part));
