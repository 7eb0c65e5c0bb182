import type { Reason } from '../../model/index.ts';
import { because } from './because.ts';

/** What the size of a warm pool follows from. */
export interface WarmSizing {
  /** Of each hour, the most workers by which the group grew within a launch time; 0 if it did not grow. At most 14 days. */
  readonly steps: readonly number[];
  /** Seconds, measured; null if too few launches were measured. Without a pool, no start has been measured. */
  readonly launchToReady: number | null;
  readonly startToReady: number | null;
  /** Dollars per hour of a worker, and of a member that waits; null if they are not known. */
  readonly workerUsd: number | null;
  readonly memberUsd: number | null;
  /** Workers return to the pool when the group shrinks. */
  readonly reuse?: boolean;
  /** Seconds after which a member is renewed. */
  readonly maxAge?: number;
  readonly most: number;
}

export interface WarmSize {
  /** 0: a pool does not pay. */
  readonly size: number;
  readonly because: Reason;
  /** Dollars a month: what the pool saves after its costs, and what it costs. Absent without prices. */
  readonly savesUsd?: number;
  readonly costsUsd?: number;
}

/**
 * What it costs when a worker is missing for an hour, in worker-hours: the price of waiting. It is a choice
 * (docs/decisions/0069-warm-pools-in-replays.md).
 */
const WAITING = 10;
/** From the start of a stopped member until it serves, before any start was measured. Seconds. */
export const USUAL_START = 30;
/** The price of a stopped member relative to a worker, where prices are not known: 8 GB of gp3 beside a c7g.large. */
export const USUAL_SHARE = 0.012;
const LEAST_HOURS = 24;
const HOUR = 3600;
const HOURS_A_MONTH = 730;

/**
 * The size of a warm pool. A member pays if the group needs it in so many hours that the waiting it saves is worth more than
 * its disks. Each hour counts once, with its largest step, so the pool is rather too small than too large.
 */
export function warmSize(measured: WarmSizing): WarmSize {
  const { steps, launchToReady: launch, startToReady, workerUsd, memberUsd, most } = measured;
  const start = startToReady ?? USUAL_START;
  if (launch === null) return { size: 0, because: because['warm-size-unmeasured']({}) };
  if (steps.length < LEAST_HOURS) {
    return { size: 0, because: because['warm-size-too-little']({ hours: steps.length, needed: LEAST_HOURS }) };
  }
  if (start >= launch) return { size: 0, because: because['warm-size-no-faster']({ launch, start }) };
  const share = priceOf(measured, launch);
  const gain = gainOf(launch, start, measured.reuse ?? false);
  const needed = gain > 0 ? share / gain : Infinity;
  const often = (size: number) => steps.filter((step) => step >= size).length / steps.length;
  let [size, uses] = [0, 0];
  while (size < most && often(size + 1) > needed) {
    size += 1;
    uses += often(size);
  }
  if (size === 0) {
    const percents = { often: percentOf(often(1)), needed: percentOf(needed) };
    return { size: 0, because: because['warm-size-does-not-pay']({ launch, start, ...percents }) };
  }
  const chosen = { size, launch, start, often: percentOf(often(size)), needed: percentOf(needed) };
  const dollars = (hours: number): number => hours * HOURS_A_MONTH * (workerUsd ?? 0);
  return {
    size,
    because: because['warm-size-chosen'](chosen),
    ...(workerUsd === null || memberUsd === null
      ? {}
      : { savesUsd: dollars(uses * gain - size * share), costsUsd: dollars(size * share) }),
  };
}

/** Of a member and hour, in worker-hours: its disks, and its renewal. */
function priceOf({ workerUsd, memberUsd, maxAge }: WarmSizing, launch: number): number {
  const share = workerUsd !== null && memberUsd !== null && workerUsd > 0 ? memberUsd / workerUsd : USUAL_SHARE;
  return share + (maxAge === undefined ? 0 : launch / maxAge);
}

/**
 * What a start instead of a launch saves, in worker-hours: less waiting. The member is billed while it starts. Its successor
 * is prepared for as long as a launch takes, unless the worker itself returns.
 */
function gainOf(launch: number, start: number, reuse: boolean): number {
  const billed = start + (reuse ? 0 : launch) - launch;
  return (WAITING * (launch - start) - billed) / HOUR;
}

const percentOf = (share: number): number => Math.min(100, Math.round(1000 * share) / 10);
