import { FORECASTS, hasLists, hasNumbers, isTiming, mayHaveNumbers } from '../../forecasting/index.ts';
import { SPREADS } from './spreads.ts';

const isWant = (stored: unknown): boolean => {
  const { by, forecast, spread } = Object(stored);
  if (by === 'headroom') return hasNumbers(stored, 'load', 'window');
  return by === 'forecast' && FORECASTS.includes(forecast) && SPREADS.includes(spread) && hasNumbers(stored, 'times');
};

/** Whether the stored findings name a strategy of this version, with everything that it needs. */
export function isUsable({ timing, winner }: { readonly timing?: unknown; readonly winner?: unknown }): boolean {
  const { candidate, guard } = Object(winner);
  return (
    isTiming(timing) &&
    hasNumbers(winner, 'seen', 'shareLost') &&
    mayHaveNumbers(winner, 'capacity', 'highest', 'lowest', 'steepest') &&
    hasLists(winner, 'misses', 'weights', 'dayBefore') &&
    hasNumbers(candidate, 'hold', 'coarse') &&
    mayHaveNumbers(candidate, 'above') &&
    isWant(Object(candidate).want) &&
    (guard === undefined || hasNumbers(guard, 'credit', 'capacity'))
  );
}
