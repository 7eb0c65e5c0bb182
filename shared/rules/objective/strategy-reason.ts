import type { Reason } from '../../model/index.ts';
import { because } from './because.ts';
import { AHEAD } from './candidates.ts';
import type { Winner } from './learned.ts';

/** Cached: one winner is used for many decisions. */
const strategies = new WeakMap<Winner, Reason>();

/** The winner's strategy, and why it was chosen. */
export function strategyReason(winner: Winner): Reason {
  const known = strategies.get(winner);
  if (known) return known;
  const { candidate, shareLost, keeps, limit, of, seen } = winner;
  const { want, hold, coarse } = candidate;
  const strategy =
    want.by === 'headroom'
      ? because['objective-headroom']({ load: want.load, window: want.window })
      : because['objective-forecast']({ forecast: want.forecast, times: want.times });
  const more = AHEAD * coarse;
  const counted = Math.min(seen, MOST_COUNTED_SECONDS);
  const reason = because['objective-strategy']({
    strategy,
    hold,
    more,
    shareLost,
    keeps,
    of,
    seen: counted,
    ...limitOf(limit),
  });
  strategies.set(winner, reason);
  return reason;
}

const limitOf = (limit: Winner['limit']) => ({ limit: limit?.share ?? null, limitBy: limit?.by ?? null });

/** Older demand no longer counts. */
const MOST_COUNTED_SECONDS = 259_200;

/** The strategy in a few words. */
export function summaryOf({ candidate: { want, hold }, shareLost, keeps }: Winner): Reason {
  const { by } = want;
  const headroom = by === 'headroom' ? 1 - want.load : null;
  const forecast = by === 'forecast' ? want.forecast : null;
  return because['objective-active']({ by, headroom, forecast, hold, shareLost, keeps });
}
