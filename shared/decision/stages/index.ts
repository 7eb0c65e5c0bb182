import { bounds } from './bounds.ts';
import { capacity } from './capacity.ts';
import { cooldown } from './cooldown.ts';
import type { Stage } from './draft.ts';
import { budget, cap, floor, maintenance, paused, protection } from './guards.ts';
import { limits } from './limits.ts';
import { shortPeaks } from './short-peaks.ts';
import { stabilization } from './stabilization.ts';

export type { Draft } from './draft.ts';
export { shortPeakSeconds } from './short-peaks.ts';

/** First what needs no workers, then the contract's order, then what the provider can do. Each stage sees the number as the one before left it. */
export const STAGES: readonly Stage[] = [
  shortPeaks,
  stabilization,
  limits,
  cooldown,
  bounds,
  maintenance,
  budget,
  floor,
  cap,
  protection,
  paused,
  capacity,
];
