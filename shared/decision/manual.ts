import type { ManualControl, ManualPause, ManualScale, Observation, Policy } from '../policy/index.ts';

type Direction = 'out' | 'in';

const lasts = (until: number | undefined, now: number): boolean => until === undefined || until > now;

/** Whether a pause blocks changes in a direction. */
export const isPausedIn = (paused: Policy['paused'], direction: Direction): boolean =>
  paused === true || paused === direction;

/** Of the pauses that somebody has set for a direction by hand, the one that lasts longest. */
export function pauseIn<Pause extends Pick<ManualPause, 'paused' | 'until'>>(
  direction: Direction,
  { manual, now }: { readonly manual?: { readonly pauses: readonly Pause[] } | undefined; readonly now: number },
): Pause | undefined {
  const pauses = manual?.pauses.filter(({ paused, until }) => isPausedIn(paused, direction) && lasts(until, now));
  return pauses?.toSorted((one, other) => (other.until ?? Infinity) - (one.until ?? Infinity))[0];
}

/** The size that somebody has set by hand, while it lasts. */
export function sizeSetIn({ manual, now }: Pick<Observation, 'manual' | 'now'>): ManualScale | undefined {
  const scale = manual?.scale;
  return scale && lasts(scale.until, now) ? scale : undefined;
}

/** What is paused, by the policy or by hand. */
export function pausedBy(
  { paused }: Pick<Policy, 'paused'>,
  manual: ManualControl | undefined,
  now: number,
): Policy['paused'] {
  const all = [paused, ...(manual?.pauses ?? []).filter(({ until }) => lasts(until, now)).map((each) => each.paused)];
  const [out, into] = [all.some((each) => isPausedIn(each, 'out')), all.some((each) => isPausedIn(each, 'in'))];
  return out && into ? true : out ? 'out' : into ? 'in' : false;
}
