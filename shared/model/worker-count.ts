import * as z from 'zod';

/** The largest group. Larger proposals are cut to it. */
export const MOST_WORKERS = 100_000;

export const workerCount = z.int().min(0).max(MOST_WORKERS);
