/** How the usual error of a forecast is averaged: over an hour, or over 12 hours separately for each state of demand. */
export const SPREADS = ['quick', 'state'] as const;
export type SpreadName = (typeof SPREADS)[number];
