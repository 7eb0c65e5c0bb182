import type { Reason } from '../model/index.ts';
import { because } from './because.ts';
import type { Measured } from './model.ts';

/** If launches take this many times as long as today, and this many seconds longer, the group needs much more free capacity. */
const MUCH_LONGER = 2;
const LEAST_LONGER = 60;
/** A smaller difference is within what the measurement distinguishes. */
const NOTABLE = 1.25;

interface Compared {
  readonly type: string;
  readonly seconds: number;
  readonly instead: string;
  readonly today: number;
}

/** Of both types, in whole seconds of the 95th percentile; null if one of them was not measured. */
function comparedWith(type: string, current: string, { launchOf }: Pick<Measured, 'launchOf'>): Compared | null {
  const [one, other] = [launchOf?.(type), launchOf?.(current)];
  if (type === current || !one || !other) return null;
  return { type, seconds: Math.round(one.p95), instead: current, today: Math.round(other.p95) };
}

/** Why a type is not recommended although it is large enough: its launches take much longer than today's. */
export function slownessOf(type: string, current: string, measured: Pick<Measured, 'launchOf'>): Reason | null {
  const both = comparedWith(type, current, measured);
  if (!both || both.seconds < MUCH_LONGER * both.today || both.seconds - both.today < LEAST_LONGER) return null;
  const { seconds, today } = both;
  return because['type-launches-slowly']({ seconds, today });
}

/** What a recommendation says of its launches, if they take longer or shorter than today's. */
export function launchNotes(type: string, current: string, measured: Pick<Measured, 'launchOf'>): Reason[] {
  const both = comparedWith(type, current, measured);
  if (!both || Math.max(both.seconds / both.today, both.today / both.seconds) < NOTABLE) return [];
  return [because['rightsize-launch-time'](both)];
}
