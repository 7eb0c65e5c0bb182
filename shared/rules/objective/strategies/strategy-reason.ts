import type { Reason } from '../../../model/index.ts';
import { because } from '../because.ts';
import type { Winner } from '../learned.ts';
import { AHEAD } from './candidates.ts';

/** The weight of demand halves every two days. The last three days have two thirds of it, and the sentence names no more. */
const MOST_COUNTED_SECONDS = 259_200;

/** The winner's strategy, and why it was chosen. */
export function strategyReason({ candidate, shareLost, keeps, limit, of, seen }: Winner): Reason {
  const { want, hold, coarse } = candidate;
  const strategy =
    want.by === 'headroom'
      ? because['objective-headroom']({ load: want.load, window: want.window })
      : because['objective-forecast']({ forecast: want.forecast, times: want.times });
  return because['objective-strategy']({
    strategy,
    hold,
    more: AHEAD * coarse,
    shareLost,
    keeps,
    of,
    seen: Math.min(seen, MOST_COUNTED_SECONDS),
    limit: limit?.share ?? null,
    limitBy: limit?.by ?? null,
  });
}

/** The strategy in a few words. */
export function summaryOf({ candidate: { want, hold }, shareLost, keeps }: Winner): Reason {
  const common = { hold, shareLost, keeps };
  return want.by === 'headroom'
    ? because['objective-active']({ ...common, by: 'headroom', headroom: 1 - want.load, forecast: null })
    : because['objective-active']({ ...common, by: 'forecast', headroom: null, forecast: want.forecast });
}
