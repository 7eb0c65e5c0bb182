import type { DecisionData, PageData } from '../data.ts';
import { element } from './dom.ts';
import { clockText, dateText, momentText, short, spanText } from './words.ts';

/** A decision of a play; of whose, where several decide. */
export interface Told {
  readonly decision: DecisionData;
  readonly play: number;
}

export const isHeld = ({ from, to }: DecisionData): boolean => from === to;

/** A decision as it is told beside the pointer and below the chart: what, why, and how it came about. */
export function decisionCard({ decision, play }: Told, data: PageData): HTMLElement {
  const words = (place: number) => data.words[place] ?? '';
  const several = data.plays.filter(({ desired }) => desired).length > 1;
  const who = several ? `${data.plays[play]?.name}: ` : '';
  const trace = element(
    'table',
    'trace',
    element('thead', '', row('th', ['Stage', 'Capacity', 'Because'])),
    element(
      'tbody',
      '',
      ...decision.trace.map(([stage, proposed, because]) =>
        row('td', [words(stage), proposed === null ? '–' : short(proposed), words(because)]),
      ),
    ),
  );
  return element(
    'div',
    'decision',
    element('p', 'what', timeOf(decision.at), element('strong', '', who + whatOf(decision))),
    element('p', 'why', words(decision.reason)),
    trace,
  );
}

function timeOf(at: number): HTMLElement {
  const made = element('time', '', momentText(at));
  made.dateTime = new Date(at).toISOString();
  return made;
}

export function whatOf({ at, until, times, from, to, proposal, blockedBy }: DecisionData): string {
  const asked = proposal === null || proposal === to ? '' : `, where the rules asked for ${short(proposal)}`;
  if (to === from) {
    const end = dateText(at) === dateText(until) ? clockText(until, true) : momentText(until);
    const lasted = times > 1 ? `; ${times} times in ${spanText(until - at)}, until ${end}` : '';
    return `Kept at ${short(to)} by ${blockedBy}${asked}${lasted}`;
  }
  const sized = `${to > from ? 'Grew' : 'Shrank'} from ${short(from)} to ${short(to)}`;
  return blockedBy === null ? sized : `${sized}, held back by ${blockedBy}${asked}`;
}

const row = (tag: 'th' | 'td', cells: readonly string[]): HTMLElement =>
  element('tr', '', ...cells.map((cell) => element(tag, '', cell)));
