import { MOST_WORKERS } from '../figures/arithmetic.ts';
import { wholeNumber } from './whole-number.ts';

export const workerCount = wholeNumber.min(0).max(MOST_WORKERS);

/** The heaviest worker: EC2 Auto Scaling accepts no more, and a group of such workers is still a figure. */
export const MOST_WEIGHT = 999;
export const weight = wholeNumber.min(1).max(MOST_WEIGHT);
