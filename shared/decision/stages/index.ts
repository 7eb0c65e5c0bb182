import type { DecisionContext } from '../context.ts';
import { sizeSetIn } from '../manual.ts';
import { bounds } from './bounds.ts';
import { capacity } from './capacity.ts';
import { cooldown } from './cooldown.ts';
import type { Stage } from './draft.ts';
import { budget, cap, floor, maintenance, protection } from './guards.ts';
import { limits } from './limits.ts';
import { paused, setSize } from './manual.ts';
import { shortPeaks } from './short-peaks.ts';
import { stabilization } from './stabilization.ts';
import { clusterBudget, tier } from './tier.ts';

export type { Draft } from './draft.ts';
export { shortPeakSeconds } from './short-peaks.ts';

/** How fast the group follows its rules. */
const PACE: readonly Stage[] = [shortPeaks, stabilization, limits, cooldown, tier];
/** What it must not do, and then what the provider can do. */
const REACH: readonly Stage[] = [bounds, maintenance, budget, clusterBudget, floor, cap, protection, paused, capacity];

const USUAL = [...PACE, ...REACH];
const WITH_SIZE_SET = [setSize, ...REACH];

/**
 * First what needs no workers, then the contract's order, then what the provider can do. Each stage sees the number as the
 * one before left it. A size that somebody has set by hand does not wait for what slows down the rules.
 */
export const stagesOf = ({ observation }: DecisionContext): readonly Stage[] =>
  sizeSetIn(observation) ? WITH_SIZE_SET : USUAL;
