import type { Price } from './source-module.ts';

/** Evaluations in a month of 730 hours, one a minute. */
const EVALUATIONS_PER_MONTH = 43_800;

/** Dollars a month for one metric of each of so many groups, evaluated every minute; free tiers are left out. */
export const monthlyUsd = ({ usdPerUnit, unitsPerEvaluation }: Price, groups: number): number =>
  usdPerUnit * unitsPerEvaluation * EVALUATIONS_PER_MONTH * groups;
