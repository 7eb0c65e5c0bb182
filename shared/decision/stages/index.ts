import { bounds } from './bounds.ts';
import { capacity } from './capacity.ts';
import { cooldown } from './cooldown.ts';
import type { Stage } from './draft.ts';
import { budget, cap, floor, maintenance, paused, protection } from './guards.ts';
import { limits } from './limits.ts';
import { stabilization } from './stabilization.ts';

export type { Draft } from './draft.ts';

/** The contract's order, then what the provider can do. Each stage sees the number as the one before left it. */
export const STAGES: readonly Stage[] = [
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
