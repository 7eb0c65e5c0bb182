import { byId, element } from './dom.ts';
import type { Timeline } from './timeline.ts';

const HOUR = 3_600_000;
const SPANS = [
  ['1 h', HOUR],
  ['6 h', 6 * HOUR],
  ['1 day', 24 * HOUR],
  ['1 week', 168 * HOUR],
] as const;

/** The visible time range, ms since the epoch. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** A window of a given span around a middle, within the timeline. */
export function windowAround(middle: number, span: number, { data: { start }, end }: Timeline): Window {
  const from = Math.max(start, Math.min(end - span, middle - span / 2));
  return { from, to: Math.min(end, from + span) };
}

/** Adds buttons for spans that are shorter than the timeline and at least 12 buckets long. */
export function showZoom(timeline: Timeline, zoomed: (span: number) => void): void {
  const whole = timeline.end - timeline.data.start;
  const spans = SPANS.filter(([, span]) => span < whole && span >= 12 * timeline.span);
  const all: readonly (readonly [string, number])[] = [...spans, ['All', whole]];
  byId('zoom').replaceChildren(
    ...all.map(([label, span]) => {
      const button = element('button', '', label);
      button.type = 'button';
      button.addEventListener('click', () => zoomed(span));
      return button;
    }),
  );
}
