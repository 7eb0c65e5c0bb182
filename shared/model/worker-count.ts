import * as z from 'zod';

/** No group is larger; a proposal above it says no more than this one. */
export const MOST_WORKERS = 100_000;

export const workerCount = z.int().min(0).max(MOST_WORKERS);
