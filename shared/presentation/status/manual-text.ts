import { type Manual, manualAt, type Pause, type SetSize } from '../../state/index.ts';
import { isoText, momentAt } from '../layout/times.ts';

/** What somebody has set by hand and that has not ended, one line each. */
export function manualLines(manual: Manual, now: number): string[] {
  const { pauses, scale } = manualAt(manual, now);
  return [...pauses.map(pauseLine), ...(scale ? [scaleLine(scale)] : [])];
}

const pauseLine = (pause: Pause): string => {
  const what = pause.paused === true ? 'paused' : `scale-${pause.paused} paused`;
  return `${what}${pause.ofStage ? ' with all groups' : ''} ${authorText(pause)}`;
};
const scaleLine = (scale: SetSize): string =>
  `size set to ${scale.workers}${scale.beyondBounds ? ', also beyond the bounds,' : ''} ${authorText(scale)}`;

const authorText = ({ by, until, because }: Pick<Pause, 'by' | 'until' | 'because'>): string =>
  `by ${by}${until === undefined ? '' : ` until ${momentAt(until)}`}${because === undefined ? '' : `: ${because}`}`;

/** The same as JSON. */
export function manualDocument(manual: Manual, now: number) {
  const { pauses, scale } = manualAt(manual, now);
  return { pauses: pauses.map(withTimes), scale: scale && withTimes(scale) };
}

const withTimes = <Set extends Pick<Pause, 'at' | 'until'>>(set: Set) => ({
  ...set,
  at: isoText(set.at),
  until: isoText(set.until ?? null),
});
